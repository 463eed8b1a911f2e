package org.anomalyflow.training.defect;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.anomalyflow.engine.SeededRandom;

/**
 * Changes that make another material of an image: three of ten, drawn at random and applied in random order, each with random
 * strength. Images are square planes of numbers from 0 to 1, one or three, row by row.
 */
final class Appearance {

	private static final int DRAWN = 3;
	private static final double LUMA = 1 / 3.0;

	/** One of the changes. */
	enum Change {
		/** x<sup>g</sup>, g from 1/2 to 2, for all channels or for each another. */
		GAMMA {

			@Override
			void apply(final float[][] planes, final int side, final SplittableRandom random) {
				final boolean each = random.nextBoolean();
				double exponent = random.nextDouble(0.5, 2);
				for (final float[] plane : planes) {
					for (int i = 0; i < plane.length; i++)
						plane[i] = (float) StrictMath.pow(plane[i], exponent);
					exponent = each ? random.nextDouble(0.5, 2) : exponent;
				}
			}
		},
		/** Times 0.8 to 1.2, plus or minus up to 30 of 255 gray levels. */
		BRIGHTNESS {

			@Override
			void apply(final float[][] planes, final int side, final SplittableRandom random) {
				final double gain = random.nextDouble(0.8, 1.2);
				final double offset = random.nextDouble(-0.12, 0.12);
				for (final float[] plane : planes)
					for (int i = 0; i < plane.length; i++)
						plane[i] = (float) (plane[i] * gain + offset);
			}
		},
		/** From the mean of 3 x 3 pixels to twice the difference from it. */
		SHARPNESS {

			@Override
			void apply(final float[][] planes, final int side, final SplittableRandom random) {
				final double sharpness = random.nextDouble(0, 2);
				for (final float[] plane : planes) {
					final float[] before = plane.clone();
					for (int i = 0; i < plane.length; i++) {
						final double mean = mean(before, side, i % side, i / side);
						plane[i] = (float) (mean + (before[i] - mean) * sharpness);
					}
				}
			}
		},
		/** Saturation times 0 to 2 and another hue; nothing in gray images. */
		HUE {

			@Override
			void apply(final float[][] planes, final int side, final SplittableRandom random) {
				final double saturation = random.nextDouble(0, 2);
				final double angle = random.nextDouble(-1.2, 1.2);
				if (planes.length == 1)
					return;
				final double same = saturation * StrictMath.cos(angle);
				final double turned = saturation * StrictMath.sin(angle) * Math.sqrt(LUMA);
				for (int i = 0; i < planes[0].length; i++) {
					final double gray = (planes[0][i] + planes[1][i] + planes[2][i]) * LUMA;
					final double red = planes[0][i] - gray;
					final double green = planes[1][i] - gray;
					final double blue = planes[2][i] - gray;
					planes[0][i] = (float) (gray + same * red + turned * (blue - green));
					planes[1][i] = (float) (gray + same * green + turned * (red - blue));
					planes[2][i] = (float) (gray + same * blue + turned * (green - red));
				}
			}
		},
		/** Everything brighter than a threshold is inverted. */
		SOLARISATION {

			@Override
			void apply(final float[][] planes, final int side, final SplittableRandom random) {
				final double threshold = random.nextDouble(0.12, 0.5);
				for (final float[] plane : planes)
					for (int i = 0; i < plane.length; i++)
						plane[i] = plane[i] > threshold ? 1 - plane[i] : plane[i];
			}
		},
		/** 2 to 7 levels. */
		LEVELS {

			@Override
			void apply(final float[][] planes, final int side, final SplittableRandom random) {
				final int levels = random.nextInt(2, 8);
				for (final float[] plane : planes)
					for (int i = 0; i < plane.length; i++)
						plane[i] = (float) Math.floor(plane[i] * levels) / levels;
			}
		},
		/** Dark and bright exchanged. */
		INVERSION {

			@Override
			void apply(final float[][] planes, final int side, final SplittableRandom random) {
				for (final float[] plane : planes)
					for (int i = 0; i < plane.length; i++)
						plane[i] = 1 - plane[i];
			}
		},
		/** Each channel from 0 to 1. */
		STRETCH {

			@Override
			void apply(final float[][] planes, final int side, final SplittableRandom random) {
				for (final float[] plane : planes) {
					final float[] ordered = plane.clone();
					Arrays.sort(ordered);
					final float span = Math.max(ordered[ordered.length - 1] - ordered[0], 1e-3f);
					for (int i = 0; i < plane.length; i++)
						plane[i] = (plane[i] - ordered[0]) / span;
				}
			}
		},
		/** All intensities equally frequent in each channel. */
		EQUALISATION {

			@Override
			void apply(final float[][] planes, final int side, final SplittableRandom random) {
				for (final float[] plane : planes) {
					final float[] ordered = plane.clone();
					Arrays.sort(ordered);
					for (int i = 0; i < plane.length; i++)
						plane[i] = (float) Math.abs(Arrays.binarySearch(ordered, plane[i])) / ordered.length;
				}
			}
		},
		/** By up to 45 degrees about the centre; what comes from outside is mirrored. */
		TURN {

			@Override
			void apply(final float[][] planes, final int side, final SplittableRandom random) {
				final double angle = StrictMath.toRadians(random.nextDouble(-45, 45));
				Texture.sample(planes, side, new Texture.Motion(StrictMath.cos(angle), StrictMath.sin(angle), 0, 0));
			}
		};

		/** Changes planes in place; numbers may leave the range. */
		abstract void apply(float[][] planes, int side, SplittableRandom random);
	}

	private Appearance() {}

	/** Changes an image in place. */
	static void change(final float[][] planes, final int side, final SplittableRandom random) {
		final int[] order = SeededRandom.permutation(random, Change.values().length);
		for (int i = 0; i < DRAWN; i++) {
			Change.values()[order[i]].apply(planes, side, random);
			for (final float[] plane : planes)
				clamp(plane);
		}
	}

	private static void clamp(final float[] plane) {
		for (int i = 0; i < plane.length; i++)
			plane[i] = Math.max(0, Math.min(1, plane[i]));
	}

	/** The mean of the 3 x 3 pixels around one; the border repeats the outermost. */
	private static double mean(final float[] plane, final int side, final int x, final int y) {
		return IntStream.range(0, 9).mapToDouble(k -> plane[inside(y + k / 3 - 1, side) * side + inside(x + k % 3 - 1, side)]).sum() / 9;
	}

	private static int inside(final int index, final int side) {
		return Math.max(0, Math.min(side - 1, index));
	}
}
