package org.anomalyflow.metric;

import java.util.Arrays;

import org.anomalyflow.util.InvalidParameterException;

/**
 * The 8-connected regions of a mask: two set pixels belong to one region when a path over set pixels joins them, each
 * step going to one of the eight neighbours. Regions are numbered 1, 2, ... by their first pixel in raster order (row by
 * row). Immutable but for the array that {@link #labels()} hands out, which is not copied because it is large.
 */
public final class ConnectedComponents {

	private final int[] labels;
	private final int[] sizes;

	private ConnectedComponents(final int[] labels, final int[] sizes) {
		this.labels = labels;
		this.sizes = sizes;
	}

	/**
	 * Labels a mask in two passes with union-find, in time proportional to its pixels.
	 *
	 * @param mask one byte for each pixel, row by row; any value but 0 is set
	 * @param width pixels in a row, at least 1
	 * @param height rows, at least 1
	 * @throws InvalidParameterException if the mask does not have width x height pixels
	 */
	public static ConnectedComponents label(final byte[] mask, final int width, final int height) {
		checkSize("mask", mask.length, width, height);
		final int[] labels = new int[mask.length];
		// Two new labels are never side by side nor one above the other, so a quarter of the pixels plus edges suffices.
		final int[] parent = new int[(width / 2 + 1) * (height / 2 + 1) + 1];
		int last = 0;
		for (int y = 0, i = 0; y < height; y++)
			for (int x = 0; x < width; x++, i++) {
				if (mask[i] == 0)
					continue;
				final int label = joinNeighbours(labels, parent, i, x, y, width);
				if (label == 0)
					parent[++last] = last;
				labels[i] = label == 0 ? last : label;
			}
		return renumber(labels, parent, last);
	}

	/** As {@link #label(byte[], int, int)}, with true for set. */
	public static ConnectedComponents label(final boolean[] mask, final int width, final int height) {
		return label(toBytes(mask), width, height);
	}

	/** Joins the regions of the four neighbours already visited; returns the common label, 0 if none is set. */
	private static int joinNeighbours(final int[] labels, final int[] parent, final int i, final int x, final int y, final int width) {
		final boolean left = x > 0;
		final boolean right = x + 1 < width;
		final boolean above = y > 0;
		// The pixel above touches all other three: whatever they are, they are joined to it already.
		if (above && labels[i - width] != 0)
			return labels[i - width];
		int label = left ? labels[i - 1] : 0;
		if (label == 0 && above && left)
			label = labels[i - width - 1];
		if (above && right && labels[i - width + 1] != 0)
			label = label == 0 ? labels[i - width + 1] : join(parent, label, labels[i - width + 1]);
		return label;
	}

	/** Makes the smaller root the root of both, so that a region keeps the label of its first pixel. */
	private static int join(final int[] parent, final int a, final int b) {
		final int rootA = root(parent, a);
		final int rootB = root(parent, b);
		final int root = Math.min(rootA, rootB);
		parent[rootA] = root;
		parent[rootB] = root;
		return root;
	}

	private static int root(final int[] parent, final int label) {
		int root = label;
		while (parent[root] != root) {
			parent[root] = parent[parent[root]];
			root = parent[root];
		}
		return root;
	}

	private static ConnectedComponents renumber(final int[] labels, final int[] parent, final int last) {
		int count = 0;
		// A root comes before its members, so its parent entry already holds the final number when they ask for it.
		for (int label = 1; label <= last; label++)
			parent[label] = parent[label] == label ? ++count : parent[parent[label]];
		final int[] sizes = new int[count];
		for (int i = 0; i < labels.length; i++)
			if (labels[i] != 0) {
				labels[i] = parent[labels[i]];
				sizes[labels[i] - 1]++;
			}
		return new ConnectedComponents(labels, sizes);
	}

	/** One number for each pixel, row by row: 0 outside all regions, otherwise 1 to {@link #count()}. */
	public int[] labels() {
		return labels;
	}

	/** How many regions there are. */
	public int count() {
		return sizes.length;
	}

	/** The pixels of each region; region r is at index r - 1. */
	public int[] sizes() {
		return Arrays.copyOf(sizes, sizes.length);
	}

	static byte[] toBytes(final boolean[] mask) {
		final byte[] bytes = new byte[mask.length];
		for (int i = 0; i < mask.length; i++)
			bytes[i] = (byte) (mask[i] ? 1 : 0);
		return bytes;
	}

	static void checkSize(final String what, final int length, final int width, final int height) {
		if (width < 1 || height < 1 || (long) width * height != length)
			throw new InvalidParameterException(what, length + " pixels",
				"expected width x height = " + width + " x " + height + ", both at least 1");
	}
}
