package org.anomalyflow.spark;

import java.util.List;

import org.anomalyflow.EngineAndWeights;
import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.Outcome;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.Progress;
import org.apache.spark.SparkConf;

/** What the programs have in common: the connection to the cluster, messages, and the exit codes of the command line. */
final class Program {

	/** Work on a cluster. */
	@FunctionalInterface
	interface Main {

		BatchOutcome run(Arguments arguments, SparkStart spark, Progress progress);
	}

	/** Parameters of the commands that have no meaning on a cluster. */
	private static final List<String> WITHOUT = List.of("shard", "yes");
	private static final String UI = "spark.ui.enabled";

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
	 * @param type the command that it is like
	 * @param args as the user gave them
	 * @return the exit code: 0 done, 1 failed, 2 wrong usage, 3 done but for some images or runs
	 */
	static int run(final String name, final Class<? extends AnomalyCommand> type, final String[] args, final Main main) {
		try {
			final Arguments arguments = Arguments.of(type, WITHOUT, args);
			try (SparkStart spark = new SparkStart(settings(name))) {
				return told(main.run(arguments, spark, TERMINAL));
			}
		}
		catch (final AnomalyFlowException e) {
			System.err.println(e.getMessage());
			return Outcome.of(e).exitCode();
		}
	}

	private static SparkConf settings(final String name) {
		final SparkConf settings = new SparkConf().setIfMissing("spark.app.name", name);
		if (computesHere(settings.get("spark.master", ""))) {
			// nobody looks at the pages of a program that ends in minutes on the own machine, unless they say so
			settings.setIfMissing(UI, "false");
			EngineAndWeights.claimProcess();
			EngineAndWeights.startEngineAhead();
		}
		return settings;
	}

	/** Whether tasks run in the driver. */
	static boolean computesHere(final String master) {
		return master.equals("local") || master.startsWith("local[");
	}

	private static int told(final BatchOutcome outcome) {
		System.out.println(outcome.summary());
		if (outcome.failed() == 0)
			return Outcome.DONE.exitCode();
		System.err.println(outcome.failed() + " of " + outcome.items() + " items failed; see errors.csv in the output folder");
		return (outcome.isFailure() ? Outcome.FAILED : Outcome.PARTLY_FAILED).exitCode();
	}
}
