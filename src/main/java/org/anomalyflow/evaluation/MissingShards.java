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
	 * @param shards how many there are
	 * @param what is missing, for example {@code image}
	 */
	MissingShards(final int shards, final String what) {
		this.shards = shards;
		this.what = what;
	}

	/** Counts one that is missing; returns what the table of errors says of it. */
	String add(final WorkItem of) {
		final int shard = of.number() % shards;
		missing.merge(shard, 1, Integer::sum);
		return "Not done yet, or its results are gone: start shard " + shard + "/" + shards + " again, then merge again.";
	}

	/** Says at the end of a summary which shards to start again. */
	BatchOutcome addTo(final BatchOutcome outcome) {
		if (missing.isEmpty())
			return outcome;
		final String named = missing.entrySet().stream().limit(NAMED)
			.map(shard -> shard.getKey() + "/" + shards + " (" + shard.getValue() + " " + what + (shard.getValue() == 1 ? "" : "s") + ")")
			.collect(Collectors.joining(", "));
		return new BatchOutcome(outcome.items(), outcome.failed(), outcome.errors(),
			outcome.summary() + System.lineSeparator() + "Missing: shard " + named +
				(missing.size() > NAMED ? " and " + (missing.size() - NAMED) + " more" : "") +
				". Start them again, then merge again; what is done is not done again.");
	}
}
