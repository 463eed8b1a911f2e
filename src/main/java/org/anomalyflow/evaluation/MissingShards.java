package org.anomalyflow.evaluation;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.anomalyflow.distributed.WorkItem;
import org.anomalyflow.util.BatchOutcome;

/** Which shards have not done everything yet, for the user who merges them. */
final class MissingShards {

	private static final int NAMED = 20;

	private final int shards;
	private final String what;
	private final SortedMap<Integer, Integer> missing = new TreeMap<>();

	/**
	 * @param shards how many there are; 0 if one program has all of it done
	 * @param what is missing, for example {@code image}
	 */
	MissingShards(final int shards, final String what) {
		this.shards = shards;
		this.what = what;
	}

	/** Counts one that is missing; returns what the table of errors says of it. */
	String add(final WorkItem of) {
		final int shard = shards == 0 ? 0 : of.number() % shards;
		missing.merge(shard, 1, Integer::sum);
		return "Not done yet, or its results are gone: " +
			(shards == 0 ? "start the program again." : "start shard " + shard + "/" + shards + " again, then merge again.");
	}

	/** Says at the end of a summary which shards to start again. */
	BatchOutcome addTo(final BatchOutcome outcome) {
		if (missing.isEmpty())
			return outcome;
		if (shards == 0)
			return with(outcome, "Missing: " + count(missing.get(0)) + ". Start the program again; what is done is not done again.");
		final String named = missing.entrySet().stream().limit(NAMED)
			.map(shard -> shard.getKey() + "/" + shards + " (" + count(shard.getValue()) + ")").collect(Collectors.joining(", "));
		return with(outcome, "Missing: shard " + named + (missing.size() > NAMED ? " and " + (missing.size() - NAMED) + " more" : "") +
			". Start them again, then merge again; what is done is not done again.");
	}

	private String count(final int number) {
		return number + " " + what + (number == 1 ? "" : "s");
	}

	private static BatchOutcome with(final BatchOutcome outcome, final String line) {
		return new BatchOutcome(outcome.items(), outcome.failed(), outcome.errors(), outcome.summary() + System.lineSeparator() + line);
	}
}
