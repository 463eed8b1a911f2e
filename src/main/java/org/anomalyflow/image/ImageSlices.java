package org.anomalyflow.image;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * An ImageJ image as the sequence of two-dimensional images that are judged one by one, in the order of the stack. Slices
 * are converted when asked for, so virtual stacks need not fit into memory.
 * <ul>
 * <li>RGB images give RGB.</li>
 * <li>8-bit images give the values that their lookup table shows, whatever contrast is set: gray for gray tables (an
 * inverting table inverts), RGB for coloured ones.</li>
 * <li>16- and 32-bit images give their stored values; display range, lookup table and density calibration do not
 * matter.</li>
 * <li>An image with 2 to 7 channels that ImageJ shows merged (a composite in composite mode) becomes RGB of the same bit
 * depth, one image per z and t, from the stored values of all channels and the colours of their lookup tables; see
 * {@link CompositeMixer}. What Brightness/Contrast shows or a channel's check box hides does not matter.</li>
 * <li>Channels that are not shown merged are images of their own, with their stored values.</li>
 * </ul>
 * Images below {@value #MIN_SIDE} pixels on a side, and not-a-number or infinite pixels, are refused.
 */
public final class ImageSlices implements Iterable<ImageSlice> {

	/** The smallest side of an image that can be judged, in pixels. */
	public static final int MIN_SIDE = 8;

	private static final int MAX_MERGED_CHANNELS = 7;

	private final ImagePlus source;
	private final boolean merged;

	private ImageSlices(final ImagePlus source) {
		this.source = source;
		merged = source instanceof CompositeImage && ((CompositeImage) source).getMode() == IJ.COMPOSITE && source.getNChannels() > 1 &&
			source.getNChannels() <= MAX_MERGED_CHANNELS;
	}

	/**
	 * The slices of an image, which is neither changed nor copied.
	 *
	 * @throws AnomalyFlowException if the image is missing, empty or smaller than {@value #MIN_SIDE} pixels on a side
	 */
	public static ImageSlices of(final ImagePlus source) {
		final ImageSlices slices = ofAnySize(source);
		if (source.getWidth() < MIN_SIDE || source.getHeight() < MIN_SIDE)
			throw new AnomalyFlowException("The image " + source.getTitle() + " is too small: " + source.getWidth() + " x " + source.getHeight() +
				" px; each side needs at least " + MIN_SIDE + " px");
		return slices;
	}

	/** As {@link #of}, without a smallest size. */
	static ImageSlices ofAnySize(final ImagePlus source) {
		if (source == null || source.getWidth() < 1 || source.getHeight() < 1)
			throw new AnomalyFlowException(
				"There is no image" + (source == null || source.getTitle().isEmpty() ? "" : " with pixels under the title " + source.getTitle()) +
					". Open one, or give the title of an open one.");
		return new ImageSlices(source);
	}

	/** The image behind the slices. */
	public ImagePlus source() {
		return source;
	}

	/** The image's title. */
	public String name() {
		return source.getTitle();
	}

	/** Width of every slice in pixels. */
	public int width() {
		return source.getWidth();
	}

	/** Height of every slice in pixels. */
	public int height() {
		return source.getHeight();
	}

	/** Number of slices; at least 1. */
	public int count() {
		return merged ? source.getNSlices() * source.getNFrames() : source.getStackSize();
	}

	/** Number of channels that are slices of their own; 1 if they are merged to RGB. */
	public int channels() {
		return merged ? 1 : source.getNChannels();
	}

	/** Number of z positions. */
	public int depth() {
		return source.getNSlices();
	}

	/** Number of time points. */
	public int frames() {
		return source.getNFrames();
	}

	/** A copy of the image's spatial calibration; pixel values of results have no density calibration. */
	public Calibration calibration() {
		final Calibration calibration = source.getCalibration().copy();
		calibration.setFunction(Calibration.NONE, null, null);
		return calibration;
	}

	/** The whole label of a slice; null if it has none. */
	public String label(final int number) {
		return source.getStack().getSliceLabel(stackIndex(number));
	}

	/**
	 * One slice.
	 *
	 * @param number 1 to {@link #count()}
	 * @throws AnomalyFlowException if there is no such slice, or if one of its pixels is not a finite number
	 */
	public ImageSlice get(final int number) {
		final int[] position = position(number);
		return new ImageSlice(number, shortLabel(number), position[0], position[1], position[2], pixels(number).all());
	}

	/**
	 * The pixels of one slice, of which any part is converted when it is wanted.
	 *
	 * @param number 1 to {@link #count()}
	 * @throws AnomalyFlowException if there is no such slice
	 */
	public SlicePixels pixels(final int number) {
		return new SlicePixels(source, number, channelsOf(number));
	}

	/**
	 * What ImageJ stores of one slice: one processor, or one for each channel that is merged; new ones on the stack's own
	 * pixels.
	 *
	 * @param number 1 to {@link #count()}
	 * @throws AnomalyFlowException if there is no such slice
	 */
	public List<ImageProcessor> channelsOf(final int number) {
		position(number);
		return IntStream.range(0, merged ? source.getNChannels() : 1).mapToObj(c -> source.getStack().getProcessor(stackIndex(number) + c))
			.toList();
	}

	/**
	 * Where a slice lies in the source: 1-based channel (0 if all channels are merged), z and time.
	 *
	 * @param number 1 to {@link #count()}
	 * @throws AnomalyFlowException if there is no such slice
	 */
	public int[] position(final int number) {
		if (number < 1 || number > count())
			throw new AnomalyFlowException("The image " + name() + " has no slice " + number + "; it has slices 1 to " + count());
		final int[] position = source.convertIndexToPosition(stackIndex(number));
		if (merged)
			position[0] = 0;
		return position;
	}

	@Override
	public Iterator<ImageSlice> iterator() {
		return new Iterator<>() {

			private int done;

			@Override
			public boolean hasNext() {
				return done < count();
			}

			@Override
			public ImageSlice next() {
				if (!hasNext())
					throw new NoSuchElementException();
				return get(++done);
			}
		};
	}

	/** The 1-based index into the ImageJ stack of a slice; of its first channel where channels are merged. */
	int stackIndex(final int number) {
		return merged ? (number - 1) * source.getNChannels() + 1 : number;
	}

	/** The first line of the label of a slice; empty if it has none. */
	public String shortLabel(final int number) {
		final String label = label(number);
		return label == null ? "" : label.lines().findFirst().orElse("");
	}
}
