package org.anomalyflow.spark;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The connection to the cluster, made on a thread of its own: that takes seconds, in which the driver can list images and read the
 * model.
 */
final class SparkStart implements AutoCloseable {

	private final CompletableFuture<JavaSparkContext> context = new CompletableFuture<>();

	/** Begins, and returns at once. */
	SparkStart(final SparkConf settings) {
		final Thread thread = new Thread(() -> {
			try {
				context.complete(new JavaSparkContext(settings));
			}
			catch (final Throwable e) {
				context.completeExceptionally(e);
			}
		}, "anomaly-flow-spark-start");
		thread.setDaemon(true);
		thread.start();
	}

	/** Waits for the connection; what it fails of is thrown as it was. */
	JavaSparkContext context() {
		try {
			return context.join();
		}
		catch (final CompletionException e) {
			throw SparkStart.<RuntimeException>asItIs(e.getCause());
		}
	}

	/** How Hadoop's file systems are reached; waits as well, because the cluster says so. */
	Configuration hadoop() {
		return context().hadoopConfiguration();
	}

	/** Spark's constructors throw checked exceptions that Java is not told of. */
	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E asItIs(final Throwable e) throws E {
		throw (E) e;
	}

	/** Ends the connection, if there is one by now or soon. */
	@Override
	public void close() {
		context.handle((spark, failure) -> spark).thenAccept(spark -> {
			if (spark != null)
				spark.close();
		}).join();
	}
}
