package org.anomalyflow.spark;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.function.Supplier;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;

/** How Hadoop's file systems are reached, which the driver knows once the cluster is there and tells the executors. */
final class HadoopAccess implements Serializable {

	private static final long serialVersionUID = 1L;

	private final transient Supplier<Configuration> source;
	private SerializableConfiguration known;

	/** @param source asked when a file system is reached for the first time, at the latest when this is sent to executors */
	HadoopAccess(final Supplier<Configuration> source) {
		this.source = source;
	}

	/** The settings; waits for them. */
	synchronized Configuration configuration() {
		if (known == null)
			known = new SerializableConfiguration(source.get());
		return known.value();
	}

	private void writeObject(final ObjectOutputStream out) throws IOException {
		configuration();
		out.defaultWriteObject();
	}
}
