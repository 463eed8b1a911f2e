package org.anomalyflow.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.anomalyflow.dataset.Mask;
import org.anomalyflow.image.BilinearResize;
import org.anomalyflow.image.NearestResize;
import org.anomalyflow.image.PilResize;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.util.InvalidParameterException;

/**
 * At which resolution pixels are compared with masks. The size of a mask decides which pixels count and which defects
 * exist, so numbers of different protocols cannot be compared; only {@link #ORIGINAL} leaves the truth as it was drawn.
 */
public enum Protocol {

	/** Masks stay as they are; maps are brought to their size. For all headline numbers. */
	ORIGINAL {

		@Override
		Pixels pixels(final SliceDetection detection, final Optional<Mask> mask, final int side) {
			final float[] map = detection.reading().heatmap();
			final int width = detection.width();
			final int height = detection.height();
			if (mask.isEmpty())
				return new Pixels(map, null, width, height);
			final Mask truth = mask.get();
			final boolean sameSize = truth.width() == width && truth.height() == height;
			return new Pixels(sameSize ? map : BilinearResize.resize(map, width, height, truth.width(), truth.height()), truth.anomalous(),
				truth.width(), truth.height());
		}
	},

	/**
	 * As anomalib evaluates CS-Flow: masks are shrunk to the model's input size by taking the nearest pixel, so that thin
	 * defects get gaps; maps are taken at that size.
	 */
	CSFLOW_ANOMALIB {

		@Override
		Pixels pixels(final SliceDetection detection, final Optional<Mask> mask, final int side) {
			return atInputSize(detection, mask.map(truth -> NearestResize.resize(truth.anomalous(), truth.width(), truth.height(), side, side)),
				side);
		}
	},

	/**
	 * As DANFlow's code does it: masks are resized to the model's input size with antialiasing, as 8-bit images, and then
	 * cut to whole numbers, so that only pixels that are white all over stay: defects lose their border, small ones
	 * vanish and their pixels count as good. Maps are taken at that size.
	 */
	DANFLOW {

		@Override
		Pixels pixels(final SliceDetection detection, final Optional<Mask> mask, final int side) {
			return atInputSize(detection, mask.map(truth -> whiteAllOver(truth, side)), side);
		}
	};

	private static final int WHITE = 255;

	/**
	 * What is compared of one image.
	 *
	 * @param map raw pixel scores, [height, width] row by row
	 * @param truth which pixels are anomalous; null if none is
	 * @param width in pixels
	 * @param height in pixels
	 */
	record Pixels(float[] map, boolean[] truth, int width, int height) {}

	/**
	 * Brings map and mask to one size.
	 *
	 * @param detection of the image
	 * @param mask the truth at its own size; empty for a good image
	 * @param side side of the square to which the model resizes images, in pixels
	 */
	abstract Pixels pixels(SliceDetection detection, Optional<Mask> mask, int side);

	private static Pixels atInputSize(final SliceDetection detection, final Optional<boolean[]> truth, final int side) {
		return new Pixels(detection.reading().heatmap(side, side), truth.orElse(null), side, side);
	}

	private static boolean[] whiteAllOver(final Mask mask, final int side) {
		final byte[] gray = new byte[mask.anomalous().length];
		for (int i = 0; i < gray.length; i++)
			gray[i] = (byte) (mask.anomalous()[i] ? WHITE : 0);
		final byte[] resized = PilResize.resize(gray, mask.width(), mask.height(), side, side);
		final boolean[] white = new boolean[resized.length];
		for (int i = 0; i < white.length; i++)
			white[i] = Byte.toUnsignedInt(resized[i]) == WHITE;
		return white;
	}

	/** The name in parameters and tables. */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** A category's name as tables show it: with the protocol in brackets unless it is the original one. */
	String labelled(final String category) {
		return this == ORIGINAL ? category : category + " [" + label() + "]";
	}

	/**
	 * The protocol of a name.
	 *
	 * @throws InvalidParameterException if there is none
	 */
	static Protocol of(final String name) {
		return Arrays.stream(values()).filter(protocol -> protocol.label().equals(name)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("protocol", name,
				"use " + Arrays.stream(values()).map(Protocol::label).collect(Collectors.joining(", "))));
	}
}
