package org.anomalyflow.image;

import java.util.ArrayList;
import java.util.List;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The pixels of one slice of an image as ImageJ stores them, from which any rectangle is converted when it is wanted, so
 * that a large image is never there as numbers of four bytes per channel.
 */
public final class SlicePixels {

	private final ImagePlus source;
	private final int number;
	private final List<ImageProcessor> channels;

	/**
	 * @param number of the slice, for messages
	 * @param channels what is stored: one processor, or all that are merged
	 */
	SlicePixels(final ImagePlus source, final int number, final List<ImageProcessor> channels) {
		this.source = source;
		this.number = number;
		this.channels = channels;
	}

	/** Width in pixels. */
	public int width() {
		return source.getWidth();
	}

	/** Height in pixels. */
	public int height() {
		return source.getHeight();
	}

	/** The image's title. */
	public String name() {
		return source.getTitle();
	}

	/**
	 * The whole slice.
	 *
	 * @throws AnomalyFlowException if one of its pixels is not a finite number
	 */
	public PlanarImage all() {
		return convert(channels, 0, 0);
	}

	/**
	 * A rectangle of the slice. Beyond the right and lower border the image is mirrored, with its last column and row
	 * repeated, as often as needed.
	 *
	 * @param x first column, inside the image
	 * @param y first row, inside the image
	 * @throws AnomalyFlowException if one of its pixels is not a finite number
	 */
	public PlanarImage region(final int x, final int y, final int regionWidth, final int regionHeight) {
		final int insideWidth = Math.min(regionWidth, width() - x);
		final int insideHeight = Math.min(regionHeight, height() - y);
		final List<ImageProcessor> cut = new ArrayList<>();
		for (final ImageProcessor channel : channels) {
			channel.setRoi(x, y, insideWidth, insideHeight);
			cut.add(channel.crop());
			channel.resetRoi();
		}
		final PlanarImage inside = convert(cut, x, y);
		return insideWidth == regionWidth && insideHeight == regionHeight ? inside : mirrored(inside, regionWidth, regionHeight);
	}

	/** The image with only every n-th column and row, so that it has about as many pixels at most. */
	public PlanarImage sample(final int pixels) {
		final int step = (int) Math.ceil(Math.sqrt((double) width() * height() / pixels));
		if (step <= 1)
			return all();
		final int columns = (width() - 1) / step + 1;
		final int rows = (height() - 1) / step + 1;
		final List<ImageProcessor> thin = new ArrayList<>();
		for (final ImageProcessor channel : channels) {
			final ImageProcessor few = channel.createProcessor(columns, rows);
			for (int row = 0; row < rows; row++)
				for (int column = 0; column < columns; column++)
					few.set(column, row, channel.get(column * step, row * step));
			thin.add(few);
		}
		return convert(thin, 0, 0);
	}

	private static PlanarImage mirrored(final PlanarImage inside, final int width, final int height) {
		final float[][] planes = new float[inside.channels()][width * height];
		for (int c = 0; c < planes.length; c++) {
			final float[] from = inside.rawPlane(c);
			for (int y = 0; y < height; y++)
				for (int x = 0; x < width; x++)
					planes[c][y * width + x] = from[GaussianSmoothing.mirrored(y, inside.height()) * inside.width() +
						GaussianSmoothing.mirrored(x, inside.width())];
		}
		return PlanarImage.wrap(inside.name(), width, height, inside.bitDepth(), planes);
	}

	/**
	 * @param stored one processor per channel
	 * @param x where they begin in the slice, for messages
	 * @param y likewise
	 */
	private PlanarImage convert(final List<ImageProcessor> stored, final int x, final int y) {
		final ImageProcessor processor = stored.get(0);
		if (stored.size() > 1) {
			final float[][] planes = CompositeMixer.mix((CompositeImage) source, stored);
			for (final float[] plane : planes)
				checkFinite(plane, processor.getWidth(), x, y);
			return wrap(processor, source.getBitDepth(), planes);
		}
		if (processor instanceof ColorProcessor)
			return rgb(processor, (int[]) processor.getPixels());
		if (processor instanceof ByteProcessor)
			return source.isComposite() ? gray(processor, Byte.SIZE) : throughTable((ByteProcessor) processor);
		if (processor.getBitDepth() == Float.SIZE)
			checkFinite((float[]) processor.getPixels(), processor.getWidth(), x, y);
		return gray(processor, processor.getBitDepth());
	}

	private PlanarImage wrap(final ImageProcessor size, final int bitDepth, final float[]... planes) {
		return PlanarImage.wrap(name(), size.getWidth(), size.getHeight(), bitDepth, planes);
	}

	private PlanarImage gray(final ImageProcessor processor, final int bitDepth) {
		final float[] plane = new float[processor.getPixelCount()];
		for (int i = 0; i < plane.length; i++)
			plane[i] = processor.getf(i);
		return wrap(processor, bitDepth, plane);
	}

	private PlanarImage throughTable(final ByteProcessor processor) {
		final int[] table = new int[256];
		source.getProcessor().getLut().getRGBs(table);
		final byte[] indices = (byte[]) processor.getPixels();
		final int[] colors = new int[indices.length];
		for (int i = 0; i < colors.length; i++)
			colors[i] = table[indices[i] & 0xff];
		for (final int color : table)
			if ((color >> 16 & 0xff) != (color & 0xff) || (color >> 8 & 0xff) != (color & 0xff))
				return rgb(processor, colors);
		return wrap(processor, Byte.SIZE, channel(colors, 0));
	}

	private PlanarImage rgb(final ImageProcessor size, final int[] colors) {
		return wrap(size, Byte.SIZE, channel(colors, 16), channel(colors, 8), channel(colors, 0));
	}

	private static float[] channel(final int[] colors, final int shift) {
		final float[] plane = new float[colors.length];
		for (int i = 0; i < plane.length; i++)
			plane[i] = colors[i] >> shift & 0xff;
		return plane;
	}

	private void checkFinite(final float[] values, final int rowLength, final int x, final int y) {
		for (int i = 0; i < values.length; i++)
			if (!Float.isFinite(values[i]))
				throw new AnomalyFlowException("The image " + name() + " has the value " + values[i] + " at x=" + (x + i % rowLength) + ", y=" +
					(y + i / rowLength) + " in slice " + number + "; only finite numbers can be judged. " +
					"Replace such pixels first, for example with Process > Math > NaN Background or a macro.");
	}
}
