package org.anomalyflow.model.cflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.anomalyflow.util.InvalidParameterException;

/** How the cells of a batch are cut into fibres, the pieces that an optimiser's step sees. */
public enum FibreRule {

	/** 256 cells; what is left over is dropped. The authors' code. */
	OFFICIAL("official", 256),
	/** 64 cells; what is left over joins the last fibre. anomalib. */
	ANOMALIB("anomalib", 64);

	private final String label;
	private final int size;

	FibreRule(final String label, final int size) {
		this.label = label;
		this.size = size;
	}

	/** The name in options and model files. */
	public String label() {
		return label;
	}

	/** How many cells that program takes at a time. */
	public int usualSize() {
		return size;
	}

	/** All names. */
	public static List<String> labels() {
		return Arrays.stream(values()).map(FibreRule::label).toList();
	}

	/**
	 * The rule of a name.
	 *
	 * @throws InvalidParameterException if there is none
	 */
	public static FibreRule ofLabel(final String label) {
		return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("fibres", label, "use " + String.join(", ", labels())));
	}

	/**
	 * Cuts an order of cells. Fewer cells than a fibre has are one fibre, on which the programs would not train at all.
	 *
	 * @param order numbers of the cells
	 * @param length cells of a fibre, at least 1
	 */
	List<int[]> cut(final int[] order, final int length) {
		final int count = Math.max(1, order.length / length);
		final List<int[]> fibres = new ArrayList<>();
		for (int fibre = 0; fibre < count; fibre++) {
			final boolean last = fibre == count - 1;
			final int end = last && (this == ANOMALIB || count == 1 && order.length < length) ? order.length : (fibre + 1) * length;
			fibres.add(Arrays.copyOfRange(order, fibre * length, end));
		}
		return fibres;
	}
}
