package org.anomalyflow.image;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * The order in which a person numbers files: runs of digits compare as numbers (img2 before img10), other characters
 * without regard to case. Paths compare folder by folder. Names that are equal so far (007 and 7, A and a) compare
 * character by character, so that the order never depends on the file system.
 */
public final class NaturalOrder {

	/** Compares names. */
	public static final Comparator<String> NAMES = ((Comparator<String>) NaturalOrder::compareNames).thenComparing(Comparator.naturalOrder());

	/** Compares paths, folder by folder. */
	public static final Comparator<Path> PATHS = NaturalOrder::comparePaths;

	private NaturalOrder() {}

	private static int comparePaths(final Path a, final Path b) {
		final int common = Math.min(a.getNameCount(), b.getNameCount());
		for (int i = 0; i < common; i++) {
			final int order = NAMES.compare(a.getName(i).toString(), b.getName(i).toString());
			if (order != 0)
				return order;
		}
		return Integer.compare(a.getNameCount(), b.getNameCount());
	}

	private static int compareNames(final String a, final String b) {
		int i = 0;
		int j = 0;
		while (i < a.length() && j < b.length()) {
			if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
				final int endA = endOfDigits(a, i);
				final int endB = endOfDigits(b, j);
				final int order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
				if (order != 0)
					return order;
				i = endA;
				j = endB;
			}
			else {
				final int order = Character.compare(folded(a.charAt(i++)), folded(b.charAt(j++)));
				if (order != 0)
					return order;
			}
		}
		return Integer.compare(a.length() - i, b.length() - j);
	}

	/** Compares numbers of any length: without leading zeros the longer one is larger. */
	private static int compareNumbers(final String a, final String b) {
		final String first = withoutZeros(a);
		final String second = withoutZeros(b);
		final int order = Integer.compare(first.length(), second.length());
		return order != 0 ? order : first.compareTo(second);
	}

	private static String withoutZeros(final String digits) {
		int start = 0;
		while (start < digits.length() - 1 && digits.charAt(start) == '0')
			start++;
		return digits.substring(start);
	}

	private static int endOfDigits(final String text, final int start) {
		int end = start;
		while (end < text.length() && isDigit(text.charAt(end)))
			end++;
		return end;
	}

	private static boolean isDigit(final char c) {
		return c >= '0' && c <= '9';
	}

	private static char folded(final char c) {
		return Character.toLowerCase(Character.toUpperCase(c));
	}
}
