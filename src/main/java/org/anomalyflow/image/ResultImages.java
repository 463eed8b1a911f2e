package org.anomalyflow.image;

import java.awt.Color;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.nio.ByteBufferAccess;
import net.imglib2.img.basictypeaccess.nio.FloatBufferAccess;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Fraction;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.LUT;

import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.ScratchMemory;

/**
 * Makes images of results: score maps and masks, one per slice of their source. ImgLib2
 * images have the axes x, y and, for more than one slice, slice number; ImageJ images have the source's dimensions,
 * calibration and slice labels.
 */
public final class ResultImages {

	/** Mask value of an anomalous pixel; others are 0. */
	public static final int ANOMALOUS = 255;

	private ResultImages() {}

	/**
	 * Score maps as an ImgLib2 image that holds the given planes themselves.
	 *
	 * @throws AnomalyFlowException if there is none or one has another size
	 */
	public static Img<FloatType> heatmapImg(final List<ScorePlane> maps, final int width, final int height) {
		checkSizes(maps.stream().map(map -> new int[]{ map.width(), map.height() }).toList(), width, height);
		if (maps.size() == 1 && !maps.get(0).isInFile())
			return ArrayImgs.floats(maps.get(0).values(), width, height);
		if (maps.size() == 1)
			return ArrayImgs.floats(maps.get(0).access(), width, height);
		final PlanarImg<FloatType, FloatBufferAccess> img = new PlanarImg<>(maps.stream().map(ScorePlane::access).toList(),
			new long[]{ width, height, maps.size() }, new Fraction());
		img.setLinkedType(new FloatType(img));
		return img;
	}

	/**
	 * Masks as an ImgLib2 image of 0 and {@value #ANOMALOUS}.
	 *
	 * @param inFile whether it lies in temporary files
	 * @throws AnomalyFlowException if there is none or one has another size
	 */
	public static Img<UnsignedByteType> maskImg(final List<PixelRuns> masks, final int width, final int height, final boolean inFile) {
		checkSizes(masks.stream().map(mask -> new int[]{ mask.width(), mask.height() }).toList(), width, height);
		if (masks.size() == 1)
			return inFile
				? ArrayImgs.unsignedBytes(access(masks.get(0), true), width, height)
				: ArrayImgs.unsignedBytes(bytes(masks.get(0)), width, height);
		final PlanarImg<UnsignedByteType, ByteBufferAccess> img = new PlanarImg<>(masks.stream().map(mask -> access(mask, inFile)).toList(),
			new long[]{ width, height, masks.size() }, new Fraction());
		img.setLinkedType(new UnsignedByteType(img));
		return img;
	}

	private static ByteBufferAccess access(final PixelRuns mask, final boolean inFile) {
		if (!inFile)
			return new ByteBufferAccess(ByteBuffer.wrap(bytes(mask)), true);
		final ByteBuffer buffer = ScratchMemory.allocate((long) mask.width() * mask.height());
		mask.forEach((y, start, end) -> {
			for (int x = start; x < end; x++)
				buffer.put(y * mask.width() + x, (byte) ANOMALOUS);
		});
		return new ByteBufferAccess(buffer, true);
	}

	/**
	 * Score maps as a 32-bit ImageJ image titled {@code <name>-heatmap}, in the colours of {@link HeatLut}; a virtual stack if
	 * they lie in files.
	 *
	 * @param source the slices that were judged
	 * @param maps one per slice; held, not copied
	 * @param displayMin the score shown as the lowest colour, fixed for all images of a model
	 * @param displayMax the score shown as the highest colour; above {@code displayMin}
	 * @throws AnomalyFlowException if the number or size of the maps or the display range is wrong
	 */
	public static ImagePlus heatmap(final ImageSlices source, final List<ScorePlane> maps, final double displayMin, final double displayMax) {
		if (!(displayMin < displayMax) || Double.isInfinite(displayMax - displayMin))
			throw new AnomalyFlowException(
				"The display range " + displayMin + " to " + displayMax + " is not allowed: the first number must be the smaller one");
		checkCount(maps.size(), source);
		checkSizes(maps.stream().map(map -> new int[]{ map.width(), map.height() }).toList(), source.width(), source.height());
		return image(source, "-heatmap", maps.stream().anyMatch(ScorePlane::isInFile), Float.SIZE, i -> maps.get(i).values(),
			HeatLut.create(displayMin, displayMax));
	}

	/**
	 * Masks as an 8-bit ImageJ image of 0 and {@value #ANOMALOUS}, titled {@code <name>-mask}.
	 *
	 * @param virtual whether each slice is made when it is looked at
	 * @throws AnomalyFlowException if the number or size of the masks is wrong
	 */
	public static ImagePlus mask(final ImageSlices source, final List<PixelRuns> masks, final boolean virtual) {
		checkCount(masks.size(), source);
		checkSizes(masks.stream().map(mask -> new int[]{ mask.width(), mask.height() }).toList(), source.width(), source.height());
		final LUT gray = LUT.createLutFromColor(Color.WHITE);
		gray.max = ANOMALOUS;
		return image(source, "-mask", virtual, Byte.SIZE, i -> bytes(masks.get(i)), gray);
	}

	/**
	 * Numbered regions as a 16-bit ImageJ image titled {@code <name>-regions}: 0 outside of all, each number in a colour of
	 * its own.
	 *
	 * @param source the slices that were judged
	 * @param planes the numbers of a slice, counted from 0, row by row
	 * @param most the largest number
	 * @param virtual whether each slice is made when it is looked at
	 */
	public static ImagePlus labels(final ImageSlices source, final IntFunction<short[]> planes, final int most, final boolean virtual) {
		return image(source, "-regions", virtual, Short.SIZE, planes::apply, LabelLut.create(most));
	}

	private static ImagePlus image(final ImageSlices source, final String suffix, final boolean virtual, final int bitDepth,
		final IntFunction<Object> planes, final LUT lut)
	{
		final int count = source.count();
		final ImageStack stack = virtual
			? new ResultStack(source.width(), source.height(), count, bitDepth, planes)
			: new ImageStack(source.width(), source.height());
		for (int i = 0; i < count; i++)
			if (virtual)
				stack.setSliceLabel(source.label(i + 1), i + 1);
			else
				stack.addSlice(source.label(i + 1), planes.apply(i));
		final ImagePlus image = new ImagePlus(baseName(source.name()) + suffix, stack);
		image.setDimensions(source.channels(), source.depth(), source.frames());
		image.setOpenAsHyperStack(source.source().isHyperStack());
		image.setCalibration(source.calibration());
		if (source.channels() == 1) {
			image.setLut(lut);
			ResultMark.put(image, source.source());
			return image;
		}
		// only as a composite can a hyperstack keep one table and range for every channel
		final CompositeImage composite = new CompositeImage(image, IJ.COLOR);
		final LUT[] luts = new LUT[source.channels()];
		Arrays.setAll(luts, c -> (LUT) lut.clone());
		composite.setLuts(luts);
		ResultMark.put(composite, source.source());
		return composite;
	}

	/** A title without the extension of an image file. */
	public static String baseName(final String name) {
		return ImageFiles.hasImageExtension(name) || OmeZarr.hasExtension(name) ? name.substring(0, name.lastIndexOf('.')) : name;
	}

	private static byte[] bytes(final PixelRuns mask) {
		final byte[] bytes = new byte[mask.width() * mask.height()];
		mask.forEach((y, start, end) -> Arrays.fill(bytes, y * mask.width() + start, y * mask.width() + end, (byte) ANOMALOUS));
		return bytes;
	}

	private static void checkCount(final int count, final ImageSlices source) {
		if (count != source.count())
			throw new AnomalyFlowException("There are " + count + " results for the " + source.count() + " slices of " + source.name());
	}

	private static void checkSizes(final List<int[]> sizes, final int width, final int height) {
		if (sizes.isEmpty())
			throw new AnomalyFlowException("There is no result to make an image of");
		for (final int[] size : sizes)
			if (size[0] != width || size[1] != height)
				throw new AnomalyFlowException(
					"A result has " + size[0] + " x " + size[1] + " px for an image of " + width + " x " + height + " px");
	}
}
