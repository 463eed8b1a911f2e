package org.anomalyflow.image;

import java.util.function.IntFunction;

import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

/** A stack of results that are too large to be in memory all at once: a slice is made when it is looked at. */
final class ResultStack extends VirtualStack {

	private final IntFunction<Object> planes;
	private final String[] labels;
	private final int bits;

	/**
	 * @param bits 8, 16 or 32
	 * @param planes makes the pixels of a slice, numbered from 0: bytes, shorts or floats
	 */
	ResultStack(final int width, final int height, final int slices, final int bits, final IntFunction<Object> planes) {
		super(width, height, slices);
		this.planes = planes;
		this.bits = bits;
		labels = new String[slices];
		setBitDepth(bits);
	}

	@Override
	public ImageProcessor getProcessor(final int slice) {
		final Object pixels = planes.apply(slice - 1);
		final ImageProcessor processor = switch (bits) {
			case Float.SIZE -> new FloatProcessor(getWidth(), getHeight(), (float[]) pixels);
			case Short.SIZE -> new ShortProcessor(getWidth(), getHeight(), (short[]) pixels, null);
			default -> new ByteProcessor(getWidth(), getHeight(), (byte[]) pixels);
		};
		processor.setSliceNumber(slice);
		return processor;
	}

	@Override
	public Object getPixels(final int slice) {
		return planes.apply(slice - 1);
	}

	@Override
	public String getSliceLabel(final int slice) {
		return labels[slice - 1];
	}

	@Override
	public void setSliceLabel(final String label, final int slice) {
		labels[slice - 1] = label;
	}
}
