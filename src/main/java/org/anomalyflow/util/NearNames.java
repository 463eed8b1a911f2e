package org.anomalyflow.util;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant who has written another one. */
public final class NearNames {

	private static final int MOST = 5;

	private NearNames() {}

	/**
	 * Those that a third of the letters have to be changed for at most, or that begin alike, the nearest first; case does not count.
	 *
	 * @return at most {@value #MOST}
	 */
	public static List<String> of(final String name, final Collection<String> names) {
		final String wanted = name.toLowerCase(Locale.ROOT);
		return names.stream().filter(other -> isNear(wanted, other.toLowerCase(Locale.ROOT)))
			.sorted(Comparator.comparingInt(other -> distance(wanted, other.toLowerCase(Locale.ROOT)))).limit(MOST).toList();
	}

	private static boolean isNear(final String a, final String b) {
		return distance(a, b) <= Math.max(1, Math.max(a.length(), b.length()) / 3) || a.length() > 2 && (b.contains(a) || a.contains(b));
	}

	/** How many letters have to be changed, put in or left out (V. I. Levenshtein, 1966). */
	static int distance(final String a, final String b) {
		int[] row = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++)
			row[j] = j;
		for (int i = 1; i <= a.length(); i++) {
			final int[] next = new int[b.length() + 1];
			next[0] = i;
			for (int j = 1; j <= b.length(); j++)
				next[j] = Math.min(Math.min(next[j - 1], row[j]) + 1, row[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
			row = next;
		}
		return row[b.length()];
	}
}
