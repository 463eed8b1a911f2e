package org.anomalyflow.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkItem;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.distributed.WorkRunner;
import org.anomalyflow.util.Messages;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** Does all items of a plan on the machines of a cluster, one task each. */
final class SparkRunner implements WorkRunner {

	/** Which item took how long and where, in the store. */
	static final String TIMES = "times.csv";

	private static final long REPEAT_SECONDS = 15;
	private static final int SLOWEST = 3;

	private final JavaSparkContext spark;
	private final Job job;
	private final Consumer<String> tell;
	private final List<ItemReport> failed = new ArrayList<>();

	/**
	 * @param job what to do
	 * @param tell where progress goes, line by line
	 */
	SparkRunner(final JavaSparkContext spark, final Job job, final Consumer<String> tell) {
		this.spark = spark;
		this.job = job;
		this.tell = tell;
	}

	@Override
	public void run(final WorkPlan plan, final ItemStore store) {
		final int total = plan.items().stream().mapToInt(item -> item.parts().size()).sum();
		final int attempts = spark.isLocal() ? 1 : spark.getConf().getInt("spark.task.maxFailures", 4);
		final LongAccumulator done = spark.sc().longAccumulator("done");
		final JavaFutureAction<List<ItemReport>> reports = spark.parallelize(plan.items(), plan.items().size())
			.map(new ItemTask(job, attempts, done)).collectAsync();
		final List<ItemReport> finished = new ArrayList<>(await(reports, done, total));
		finished.stream().filter(report -> report.failure() != null).forEach(failed::add);
		failed.forEach(report -> tell.accept("Item " + report.item() + " was given up: " + report.failure()));
		tellSlowest(finished);
		store.put(TIMES, times(finished));
	}

	private List<ItemReport> await(final JavaFutureAction<List<ItemReport>> reports, final LongAccumulator done, final int total) {
		final long start = System.nanoTime();
		while (true)
			try {
				return reports.get(REPEAT_SECONDS, TimeUnit.SECONDS);
			}
			catch (final TimeoutException e) {
				final double rate = done.value() / Math.max(1e-9, (System.nanoTime() - start) / 1e9);
				tell.accept(String.format(Locale.ROOT, "Done %d of %d, %.1f a second", Math.min(done.value(), total), total, rate));
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
				reports.cancel(true);
				return List.of();
			}
			catch (final ExecutionException e) {
				// an executor was lost too often: what is done is done, and the merge names the rest
				tell.accept("Spark has given up: " + Messages.reason(e.getCause() == null ? e : e.getCause()));
				return List.of();
			}
	}

	private void tellSlowest(final List<ItemReport> reports) {
		if (reports.isEmpty())
			return;
		final List<ItemReport> slowest = reports.stream().sorted(Comparator.comparingDouble(ItemReport::seconds).reversed()).toList();
		tell.accept(
			String.format(Locale.ROOT, "Half of the items took less than %.1f s; the slowest:", slowest.get(slowest.size() / 2).seconds()));
		slowest.stream().limit(SLOWEST).forEach(report -> tell
			.accept(String.format(Locale.ROOT, "  item %d, %.1f s on executor %s", report.item(), report.seconds(), report.executor())));
	}

	private static String times(final List<ItemReport> reports) {
		final StringBuilder text = new StringBuilder("item,parts,executor,seconds\n");
		reports.stream().sorted(Comparator.comparingInt(ItemReport::item)).forEach(report -> text
			.append(String.format(Locale.ROOT, "%d,%d,%s,%.3f%n", report.item(), report.parts(), report.executor(), report.seconds())));
		return text.toString();
	}
}
