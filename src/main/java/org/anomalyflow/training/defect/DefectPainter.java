package org.anomalyflow.training.defect;

import java.util.Optional;
import java.util.SplittableRandom;

import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.PlanarImage;

/**
 * Paints defects into good images, as MemSeg's paper proposes (Yang et al., arXiv 2205.00908): a {@link DefectMask} is filled with another
 * material, through which the image shines. Half of the time that is a texture, and half of the time the image itself, cut into
 * squares that change places; its {@link Appearance} is changed either way. Textures are pictures of the user's, or else the image
 * itself at another scale.
 */
public final class DefectPainter {

	private static final double LEAST_OPACITY = 0.15;

	private final int finest;
	private final IntensityRange range;
	private final boolean gray;
	private final Optional<TextureFolder> textures;

	/**
	 * A good image with a defect.
	 *
	 * @param image the picture
	 * @param mask the defective pixels, row by row
	 */
	public record Painted(PlanarImage image, boolean[] mask) {}

	/**
	 * @param finest the finest noise of masks has 2 to this power cells along a side
	 * @param range intensities that the detector takes as 0 and 1; defects stay inside
	 * @param gray whether images have no colour, so that defects have none
	 * @param textures pictures to paint with; empty for the good images themselves
	 */
	public DefectPainter(final int finest, final IntensityRange range, final boolean gray, final Optional<TextureFolder> textures) {
		this.finest = finest;
		this.range = range;
		this.gray = gray;
		this.textures = textures;
	}

	/**
	 * Paints a defect.
	 *
	 * @param good a square image
	 * @param within the pixels that may become defective, row by row
	 * @param random decides everything about it
	 */
	public Painted paint(final PlanarImage good, final boolean[] within, final SplittableRandom random) {
		final int side = good.width();
		final boolean[] mask = DefectMask.draw(side, finest, within, random);
		final float[][] image = scaled(good);
		final float[][] material = material(image, side, random);
		final double opacity = random.nextDouble(LEAST_OPACITY, 1);
		final float[][] planes = new float[good.channels()][];
		for (int c = 0; c < planes.length; c++) {
			final float[] from = image[c % image.length];
			final float[] to = material[c % material.length];
			planes[c] = good.plane(c);
			for (int i = 0; i < mask.length; i++)
				if (mask[i])
					planes[c][i] = intensity(from[i] + opacity * (to[i] - from[i]), good.bitDepth());
		}
		return new Painted(PlanarImage.of(good.name(), side, side, good.bitDepth(), planes), mask);
	}

	/** From 0 to 1, one plane if there is no colour. */
	private float[][] scaled(final PlanarImage good) {
		final float[][] planes = new float[gray ? 1 : good.channels()][];
		for (int c = 0; c < planes.length; c++) {
			planes[c] = good.plane(c);
			for (int i = 0; i < planes[c].length; i++)
				planes[c][i] = Math.max(0, Math.min(1, range.scale(planes[c][i])));
		}
		return planes;
	}

	private float[][] material(final float[][] image, final int side, final SplittableRandom random) {
		final boolean texture = random.nextBoolean();
		if (texture && textures.isPresent()) {
			final float[][] picture = textures.get().draw(side, image.length, random);
			Appearance.change(picture, side, random);
			return picture;
		}
		final float[][] copy = new float[image.length][];
		for (int c = 0; c < copy.length; c++)
			copy[c] = image[c].clone();
		if (texture)
			Texture.zoom(copy, side, random);
		Appearance.change(copy, side, random);
		if (!texture)
			Texture.shuffle(copy, side, random);
		return copy;
	}

	private float intensity(final double value, final int bitDepth) {
		final double intensity = range.min() + value * (range.max() - range.min());
		return (float) (bitDepth == Float.SIZE ? intensity : Math.rint(intensity));
	}
}
