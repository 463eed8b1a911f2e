package org.anomalyflow.report;

import java.util.List;
import java.util.function.Predicate;

import org.anomalyflow.metric.Interval;
import org.anomalyflow.metric.ShareInterval;
import org.anomalyflow.report.RunReport.Scored;

/**
 * How many images passed, went to review and were rejected.
 *
 * @param pass how many passed
 * @param review how many a person should look at
 * @param reject how many were rejected
 */
public record Decisions(long pass, long review, long reject) {

	private static final double LEVEL = 0.95;

	/** Counts the decisions about those images that are of a kind. */
	public static Decisions of(final List<Scored> images, final Predicate<Scored> kind) {
		final List<String> labels = images.stream().filter(kind).map(Scored::decision).toList();
		return new Decisions(count(labels, "pass"), count(labels, "review"), count(labels, "reject"));
	}

	private static long count(final List<String> labels, final String label) {
		return labels.stream().filter(label::equals).count();
	}

	/** The decisions about both. */
	public Decisions plus(final Decisions other) {
		return new Decisions(pass + other.pass, review + other.review, reject + other.reject);
	}

	/** How many images there are. */
	public long total() {
		return pass + review + reject;
	}

	/** The 95 % interval of a share of these images. */
	public Interval interval(final long part) {
		return ShareInterval.exact(part, total(), LEVEL);
	}
}
