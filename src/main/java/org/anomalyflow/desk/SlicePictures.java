package org.anomalyflow.desk;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;

import org.anomalyflow.image.HeatLut;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.threshold.DisplayRange;

/**
 * Pictures of the slices of an inspected image, as ImageJ shows them, channels and all, and of their heatmaps. Holds the pixels
 * themselves, so that it goes on when the image's own window is closed.
 */
final class SlicePictures {

	/** More pixels on a side than any screen shows. */
	private static final int LARGEST_SIDE = 2048;

	private final ImageSlices slices;
	private final ImagePlus own;
	private final int largestSide;

	SlicePictures(final ImageSlices slices) {
		this(slices, LARGEST_SIDE);
	}

	/** @param largestSide the most pixels on a side of a picture */
	SlicePictures(final ImageSlices slices, final int largestSide) {
		this.slices = slices;
		this.largestSide = largestSide;
		own = shared(slices.source());
	}

	/** Another image of the same pixels; a virtual stack is used as it is. */
	private static ImagePlus shared(final ImagePlus source) {
		if (source.getStack().isVirtual())
			return source;
		final ImageStack from = source.getStack();
		final ImageStack to = new ImageStack(source.getWidth(), source.getHeight());
		for (int i = 1; i <= from.getSize(); i++)
			to.addSlice(from.getSliceLabel(i), from.getPixels(i));
		final ImagePlus image = new ImagePlus(source.getTitle(), to);
		image.setDimensions(source.getNChannels(), source.getNSlices(), source.getNFrames());
		image.setOpenAsHyperStack(source.isHyperStack());
		if (source.isComposite()) {
			final CompositeImage composite = new CompositeImage(image, ((CompositeImage) source).getMode());
			composite.copyLuts(source);
			return composite;
		}
		if (source.getBitDepth() != 24)
			image.setLut(source.getProcessor().getLut());
		image.setDisplayRange(source.getDisplayRangeMin(), source.getDisplayRangeMax());
		return image;
	}

	/** A slice in colour, not larger than wanted. */
	BufferedImage picture(final int slice) {
		final int[] at = slices.position(slice);
		own.setPositionWithoutUpdate(Math.max(1, at[0]), at[1], at[2]);
		own.updateImage();
		final double scale = scale();
		final BufferedImage picture = new BufferedImage(scaled(slices.width(), scale), scaled(slices.height(), scale),
			BufferedImage.TYPE_INT_RGB);
		final Graphics2D g = picture.createGraphics();
		g.drawImage(own.getImage(), 0, 0, picture.getWidth(), picture.getHeight(), null);
		g.dispose();
		return picture;
	}

	/** A heatmap in the colours of the model, the more transparent the cooler; as large as {@link #picture}. */
	BufferedImage heat(final ScorePlane heat, final DisplayRange range) {
		final double scale = scale();
		final int width = scaled(slices.width(), scale);
		final int height = scaled(slices.height(), scale);
		final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
		final int[] colors = colors();
		for (int y = 0; y < height; y++) {
			final float[] row = heat.rows(Math.min(heat.height() - 1, (int) (y / scale)), 1);
			for (int x = 0; x < width; x++) {
				final float share = range.normalise(row[Math.min(heat.width() - 1, (int) (x / scale))]);
				if (!Float.isNaN(share))
					picture.setRGB(x, y, colors[Math.round(share * 255)]);
			}
		}
		return picture;
	}

	private static int[] colors() {
		final int[] colors = new int[256];
		for (int i = 0; i < 256; i++)
			colors[i] = i << 24 | HeatLut.color(i / 255.0).getRGB() & 0xffffff;
		return colors;
	}

	/** How much smaller the pictures are than the image, 1 if not. */
	double scale() {
		return Math.min(1, (double) largestSide / Math.max(slices.width(), slices.height()));
	}

	private static int scaled(final int side, final double scale) {
		return Math.max(1, (int) Math.round(side * scale));
	}
}
