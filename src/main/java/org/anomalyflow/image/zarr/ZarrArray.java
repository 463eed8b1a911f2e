package org.anomalyflow.image.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** An array in a folder, of which planes of the last two axes are read. The chunks that were read last are kept. */
public final class ZarrArray {

	/** Together at most so many bytes of chunks are kept, but always one row of them. */
	private static final long MOST_KEPT = 64L << 20;

	private final Path folder;
	private final ZarrMetadata metadata;
	private final Map<Path, ByteBuffer> kept = new LinkedHashMap<>(16, 0.75f, true);

	private ZarrArray(final Path folder, final ZarrMetadata metadata) {
		this.folder = folder;
		this.metadata = metadata;
	}

	/**
	 * Opens an array.
	 *
	 * @param folder that holds {@code .zarray} or {@code zarr.json}
	 * @throws IOException that says why it cannot be read
	 */
	public static ZarrArray open(final Path folder) throws IOException {
		return new ZarrArray(folder, ZarrMetadata.read(folder));
	}

	/** The length of each axis. */
	public int[] shape() {
		return metadata.shape().clone();
	}

	/** The kind of its numbers. */
	public ZarrType type() {
		return metadata.type();
	}

	/**
	 * Reads the numbers of one plane.
	 *
	 * @param position where it lies on all axes but the last two
	 * @return [height, width], row by row, in the byte order of the buffer
	 * @throws IOException if a chunk cannot be read; a chunk that is not there has the value that the description says
	 */
	public synchronized ByteBuffer plane(final int... position) throws IOException {
		final int axes = metadata.shape().length;
		final int height = metadata.shape()[axes - 2];
		final int width = metadata.shape()[axes - 1];
		final int size = metadata.type().bytes();
		final ByteBuffer plane = ByteBuffer.allocate(Math.multiplyExact(Math.multiplyExact(height, width), size))
			.order(ByteOrder.LITTLE_ENDIAN);
		final int[] chunks = metadata.chunks();
		final int[] chunk = new int[axes];
		int inside = 0;
		for (int axis = 0; axis < axes - 2; axis++) {
			chunk[axis] = position[axis] / chunks[axis];
			inside = (inside + position[axis] % chunks[axis]) * chunks[axis + 1];
		}
		final int rows = chunks[axes - 2];
		final int columns = chunks[axes - 1];
		// so far the number of rows before the plane, of which each has that many columns
		final int first = axes == 2 ? 0 : inside * columns;
		for (int y = 0; y < height; y += rows)
			for (int x = 0; x < width; x += columns) {
				chunk[axes - 2] = y / rows;
				chunk[axes - 1] = x / columns;
				final ByteBuffer values = chunk(chunk);
				final int used = Math.min(columns, width - x);
				for (int row = 0; row < Math.min(rows, height - y); row++)
					plane.put(((y + row) * width + x) * size, values, (first + row * columns) * size, used * size);
			}
		return plane;
	}

	private ByteBuffer chunk(final int... place) throws IOException {
		final Path file = folder.resolve(metadata.chunkName(place));
		final ByteBuffer before = kept.get(file);
		if (before != null)
			return before;
		final ByteBuffer read = Files.exists(file) ? unpacked(file) : metadata.empty();
		final int[] shape = metadata.shape();
		final long inARow = (shape[shape.length - 1] - 1) / metadata.chunks()[shape.length - 1] + 1;
		final long most = Math.max(inARow, MOST_KEPT / metadata.chunkBytes());
		while (kept.size() >= most)
			kept.remove(kept.keySet().iterator().next());
		kept.put(file, read);
		return read;
	}

	/** In little-endian order, whatever the file's is. */
	private ByteBuffer unpacked(final Path file) throws IOException {
		byte[] bytes = Files.readAllBytes(file);
		for (final ZarrCodec codec : metadata.codecs())
			bytes = codec.unpack(bytes, metadata.chunkBytes() + Integer.BYTES * metadata.sumsBehind(codec));
		if (bytes.length != metadata.chunkBytes())
			throw new IOException("its chunk " + folder.relativize(file) + " has " + bytes.length + " bytes instead of " + metadata.chunkBytes());
		if (metadata.order() == ByteOrder.BIG_ENDIAN)
			swap(bytes, metadata.type().bytes());
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	private static void swap(final byte[] bytes, final int size) {
		for (int at = 0; at < bytes.length; at += size)
			for (int i = 0; i < size / 2; i++) {
				final byte other = bytes[at + i];
				bytes[at + i] = bytes[at + size - 1 - i];
				bytes[at + size - 1 - i] = other;
			}
	}

	@Override
	public String toString() {
		return Arrays.toString(metadata.shape()) + " of " + metadata.type();
	}
}
