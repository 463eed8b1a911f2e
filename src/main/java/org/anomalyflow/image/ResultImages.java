package org.anomalyflow.image;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.LUT;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * Makes images of results: score maps and masks, each [height, width] row by row, one per slice of their source. ImgLib2
 * images have the axes x, y and, for more than one slice, slice number; ImageJ images have the source's dimensions,
 * calibration and slice labels.
 */
public final class ResultImages {

	/** Mask value of an anomalous pixel; others are 0. */
	public static final int ANOMALOUS = 255;

	private ResultImages() {}

	/**
	 * Score maps as an ImgLib2 image that holds the given arrays themselves.
	 *
	 * @throws AnomalyFlowException if there is none or one has another size
	 */
	public static Img<FloatType> heatmapImg(final List<float[]> maps, final int width, final int height) {
		for (final float[] map : maps)
			checkSize(map.length, width, height);
		checkCount(maps.size());
		if (maps.size() == 1)
			return ArrayImgs.floats(maps.get(0), width, height);
		final PlanarImg<FloatType, FloatArray> img = PlanarImgs.floats(width, height, maps.size());
		for (int i = 0; i < maps.size(); i++)
			img.setPlane(i, new FloatArray(maps.get(i)));
		return img;
	}

	/**
	 * Masks as an ImgLib2 image of 0 and {@value #ANOMALOUS}.
	 *
	 * @throws AnomalyFlowException if there is none or one has another size
	 */
	public static Img<UnsignedByteType> maskImg(final List<boolean[]> masks, final int width, final int height) {
		for (final boolean[] mask : masks)
			checkSize(mask.length, width, height);
		checkCount(masks.size());
		if (masks.size() == 1)
			return ArrayImgs.unsignedBytes(bytes(masks.get(0)), width, height);
		final PlanarImg<UnsignedByteType, ByteArray> img = PlanarImgs.unsignedBytes(width, height, masks.size());
		for (int i = 0; i < masks.size(); i++)
			img.setPlane(i, new ByteArray(bytes(masks.get(i))));
		return img;
	}

	/**
	 * Score maps as a 32-bit ImageJ image titled {@code <name>-heatmap}, in the colours of {@link HeatLut}.
	 *
	 * @param source the slices that were judged
	 * @param maps one per slice, each of width * height raw scores; held, not copied
	 * @param displayMin the score shown as the lowest colour, fixed for all images of a model
	 * @param displayMax the score shown as the highest colour; above {@code displayMin}
	 * @throws AnomalyFlowException if the number or size of the maps or the display range is wrong
	 */
	public static ImagePlus heatmap(final ImageSlices source, final List<float[]> maps, final double displayMin,
		final double displayMax)
	{
		if (!(displayMin < displayMax) || Double.isInfinite(displayMax - displayMin))
			throw new AnomalyFlowException("The display range " + displayMin + " to " + displayMax +
				" is not allowed: the first number must be the smaller one");
		checkMaps(maps.stream().mapToInt(map -> map.length).toArray(), source);
		return image(source, "-heatmap", maps, HeatLut.create(displayMin, displayMax));
	}

	/**
	 * Masks as an 8-bit ImageJ image of 0 and {@value #ANOMALOUS}, titled {@code <name>-mask}.
	 *
	 * @throws AnomalyFlowException if the number or size of the masks is wrong
	 */
	public static ImagePlus mask(final ImageSlices source, final List<boolean[]> masks) {
		checkMaps(masks.stream().mapToInt(mask -> mask.length).toArray(), source);
		final LUT gray = LUT.createLutFromColor(Color.WHITE);
		gray.max = ANOMALOUS;
		return image(source, "-mask", masks.stream().map(ResultImages::bytes).toList(), gray);
	}

	private static ImagePlus image(final ImageSlices source, final String suffix, final List<?> planes, final LUT lut) {
		final ImageStack stack = new ImageStack(source.width(), source.height());
		for (int i = 0; i < planes.size(); i++)
			stack.addSlice(source.label(i + 1), planes.get(i));
		final ImagePlus image = new ImagePlus(baseName(source.name()) + suffix, stack);
		image.setDimensions(source.channels(), source.depth(), source.frames());
		image.setOpenAsHyperStack(source.source().isHyperStack());
		image.setCalibration(source.calibration());
		if (source.channels() == 1) {
			image.setLut(lut);
			return image;
		}
		// only as a composite can a hyperstack keep one table and range for every channel
		final CompositeImage composite = new CompositeImage(image, IJ.COLOR);
		final LUT[] luts = new LUT[source.channels()];
		Arrays.setAll(luts, c -> (LUT) lut.clone());
		composite.setLuts(luts);
		return composite;
	}

	/** A title without the extension of an image file. */
	public static String baseName(final String name) {
		return ImageFiles.hasImageExtension(name) ? name.substring(0, name.lastIndexOf('.')) : name;
	}

	private static byte[] bytes(final boolean[] mask) {
		final byte[] bytes = new byte[mask.length];
		for (int i = 0; i < bytes.length; i++)
			bytes[i] = (byte) (mask[i] ? ANOMALOUS : 0);
		return bytes;
	}

	private static void checkMaps(final int[] lengths, final ImageSlices source) {
		if (lengths.length != source.count())
			throw new AnomalyFlowException("There are " + lengths.length + " results for the " + source.count() +
				" slices of " + source.name());
		for (final int length : lengths)
			checkSize(length, source.width(), source.height());
	}

	private static void checkSize(final int length, final int width, final int height) {
		if (length != (long) width * height)
			throw new AnomalyFlowException("A result has " + length + " values for " + width + " x " + height + " px");
	}

	private static void checkCount(final int count) {
		if (count == 0)
			throw new AnomalyFlowException("There is no result to make an image of");
	}
}
