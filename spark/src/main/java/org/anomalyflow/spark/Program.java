package org.anomalyflow.spark;

import org.anomalyflow.command.Outcome;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.Progress;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** What the programs have in common: the connection to the cluster, messages, and the exit codes of the command line. */
final class Program {

	/** Work on a cluster. */
	@FunctionalInterface
	interface Main {

		BatchOutcome run(JavaSparkContext spark, Progress progress);
	}

	/** Messages of the driver: on standard error, as on the command line. */
	private static final Progress TERMINAL = new Progress() {

		@Override
		public void update(final String stage, final long done, final long total, final String detail) {
			// the runner tells what executors have done; the merge is short
		}

		@Override
		public void message(final String line) {
			System.err.println(line);
		}

		@Override
		public boolean isCancelled() {
			return false;
		}
	};

	private Program() {}

	/**
	 * Runs a program.
	 *
	 * @param name shown by Spark
	 * @return the exit code: 0 done, 1 failed, 2 wrong usage, 3 done but for some images or runs
	 */
	static int run(final String name, final Main main) {
		try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setIfMissing("spark.app.name", name))) {
			final BatchOutcome outcome = main.run(spark, TERMINAL);
			System.out.println(outcome.summary());
			if (outcome.failed() == 0)
				return Outcome.DONE.exitCode();
			System.err.println(outcome.failed() + " of " + outcome.items() + " items failed; see errors.csv in the output folder");
			return (outcome.isFailure() ? Outcome.FAILED : Outcome.PARTLY_FAILED).exitCode();
		}
		catch (final AnomalyFlowException e) {
			System.err.println(e.getMessage());
			return Outcome.of(e).exitCode();
		}
	}
}
