package org.anomalyflow.model.csflow;

import java.util.List;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The shape of a CS-Flow network.
 *
 * @param channels channels of each of the three feature maps, at least 2
 * @param hidden channels of the subnets' hidden maps, at least 1; 1024 in the paper
 * @param kernels odd kernel sizes of the subnets, one per coupling block; 3, 3, 3, 5 in the paper
 */
public record CsFlowSettings(int channels, int hidden, List<Integer> kernels) {

	/** Kernel sizes of the paper's four blocks. */
	public static final List<Integer> PAPER_KERNELS = List.of(3, 3, 3, 5);
	/** Hidden channels in the paper. */
	public static final int PAPER_HIDDEN = 1024;
	/** How many scales CS-Flow processes together. */
	public static final int SCALES = 3;

	/** Most channels of a feature map or of a subnet's hidden map. */
	static final int MOST_CHANNELS = 1 << 16;
	/** Most coupling blocks. */
	static final int MOST_BLOCKS = 64;
	/** Largest kernel. */
	static final int LARGEST_KERNEL = 63;

	public CsFlowSettings {
		kernels = List.copyOf(kernels);
		if (channels < 2 || channels > MOST_CHANNELS || hidden < 1 || hidden > MOST_CHANNELS || kernels.isEmpty() ||
			kernels.size() > MOST_BLOCKS || kernels.stream().anyMatch(k -> k < 1 || k > LARGEST_KERNEL || k % 2 == 0))
			throw new AnomalyFlowException(
				"CS-Flow needs 2 to " + MOST_CHANNELS + " channels, 1 to " + MOST_CHANNELS + " hidden channels and 1 to " + MOST_BLOCKS +
					" odd kernel sizes up to " + LARGEST_KERNEL + "; found " + channels + ", " + hidden + " and " + kernels);
	}

	/** How many coupling blocks there are. */
	public int blocks() {
		return kernels.size();
	}
}
