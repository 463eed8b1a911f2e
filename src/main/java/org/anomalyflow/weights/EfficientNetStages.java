package org.anomalyflow.weights;

/**
 * The measures of an EfficientNet from its stem to stage 6.
 *
 * @param stem channels after the stem
 * @param channels channels after each of the stages 1 to 6
 * @param repeats blocks in each of the stages 1 to 6
 */
record EfficientNetStages(int stem, int[] channels, int[] repeats) {

	private static final EfficientNetStages B4 = new EfficientNetStages(48, new int[] { 24, 32, 56, 112, 160, 272 },
		new int[] { 2, 4, 4, 6, 6, 8 });
	private static final EfficientNetStages B5 = new EfficientNetStages(48, new int[] { 24, 40, 64, 128, 176, 304 },
		new int[] { 3, 5, 5, 7, 7, 9 });
	private static final int[] KERNELS = { 3, 3, 5, 3, 5, 5 };
	private static final int EXPANSION = 6;

	static EfficientNetStages of(final WeightsArchitecture architecture) {
		return architecture == WeightsArchitecture.EFFICIENTNET_B4 ? B4 : B5;
	}

	/** Kernel side of the depthwise convolutions of a stage, counted from 1. */
	static int kernel(final int stage) {
		return KERNELS[stage - 1];
	}

	/** By how much the blocks of a stage widen their input; 1: there is no such convolution. */
	static int expansion(final int stage) {
		return stage == 1 ? 1 : EXPANSION;
	}

	/** Input channels of a block. */
	int in(final int stage, final int block) {
		if (block > 0)
			return channels[stage - 1];
		return stage == 1 ? stem : channels[stage - 2];
	}

	/** How many blocks stand before a block, as lukemelas counts them. */
	int index(final int stage, final int block) {
		int index = block;
		for (int s = 1; s < stage; s++)
			index += repeats[s - 1];
		return index;
	}
}
