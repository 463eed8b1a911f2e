package org.anomalyflow.image;

import java.io.IOException;
import java.nio.ByteBuffer;

import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

import org.anomalyflow.image.zarr.ZarrArray;
import org.anomalyflow.image.zarr.ZarrType;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/** The planes of a Zarr array as a stack in ImageJ's order, channels first, each read when it is wanted. */
final class ZarrStack extends VirtualStack {

	private final ZarrArray array;
	/** The axes of channel, z and time; -1 for none. */
	private final int[] axes;
	private final int[] counts = new int[3];

	ZarrStack(final ZarrArray array, final int channel, final int z, final int time) throws IOException {
		this.array = array;
		axes = new int[]{ channel, z, time };
		int planes = 1;
		for (int i = 0; i < axes.length; i++) {
			counts[i] = axes[i] < 0 ? 1 : array.shape()[axes[i]];
			planes *= counts[i];
		}
		int all = 1;
		for (int i = 0; i < array.shape().length - 2; i++)
			all *= array.shape()[i];
		if (planes != all)
			throw new IOException("it has an axis that is neither time, channel nor z");
	}

	/** What is added to signed numbers so that they are not negative. */
	int offset() {
		return array.type() == ZarrType.INT8 ? 1 << 7 : array.type() == ZarrType.INT16 ? 1 << 15 : 0;
	}

	long bytes() {
		return (long) getWidth() * getHeight() * getSize() * getBitDepth() / Byte.SIZE;
	}

	/** The same in memory. */
	ImageStack loaded() throws IOException {
		final ImageStack stack = new ImageStack(getWidth(), getHeight());
		for (int slice = 1; slice <= getSize(); slice++)
			stack.addSlice(read(slice));
		return stack;
	}

	private ImageProcessor read(final int slice) throws IOException {
		final int[] place = { (slice - 1) % counts[0], (slice - 1) / counts[0] % counts[1], (slice - 1) / counts[0] / counts[1] };
		final int[] position = new int[array.shape().length - 2];
		for (int i = 0; i < axes.length; i++)
			if (axes[i] >= 0)
				position[axes[i]] = place[i];
		final ByteBuffer values = array.plane(position);
		final int pixels = getWidth() * getHeight();
		final ZarrType type = array.type();
		if (getBitDepth() == 8) {
			final byte[] bytes = new byte[pixels];
			for (int i = 0; i < pixels; i++)
				bytes[i] = (byte) ((int) type.number(values, i) + offset());
			return new ByteProcessor(getWidth(), getHeight(), bytes, null);
		}
		if (getBitDepth() == 16) {
			final short[] shorts = new short[pixels];
			for (int i = 0; i < pixels; i++)
				shorts[i] = (short) ((int) type.number(values, i) + offset());
			return new ShortProcessor(getWidth(), getHeight(), shorts, null);
		}
		final float[] floats = new float[pixels];
		for (int i = 0; i < pixels; i++)
			floats[i] = type.number(values, i);
		return new FloatProcessor(getWidth(), getHeight(), floats, null);
	}

	/** @throws AnomalyFlowException if it cannot be read */
	@Override
	public ImageProcessor getProcessor(final int slice) {
		try {
			return read(slice);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException(
				"Cannot read plane " + slice + " of the image: " + Messages.reason(e) + ". Replace it by an intact one.", e);
		}
	}

	@Override
	public Object getPixels(final int slice) {
		return getProcessor(slice).getPixels();
	}

	@Override
	public int getSize() {
		return counts[0] * counts[1] * counts[2];
	}

	@Override
	public int size() {
		return getSize();
	}

	@Override
	public int getWidth() {
		return array.shape()[array.shape().length - 1];
	}

	@Override
	public int getHeight() {
		return array.shape()[array.shape().length - 2];
	}

	@Override
	public int getBitDepth() {
		return array.type().bytes() > 2 ? 32 : 8 * array.type().bytes();
	}

	@Override
	public String getSliceLabel(final int slice) {
		return null;
	}
}
