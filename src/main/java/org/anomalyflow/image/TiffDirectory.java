package org.anomalyflow.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.imageio.stream.ImageInputStream;

/**
 * One directory of a TIFF or BigTIFF file: a page, or what a camera wrote about its picture. It holds those entries that
 * decide how pixels are read and nothing of the pixels.
 * <p>
 * Source of numbers and defaults: TIFF 6.0 (Adobe, 1992), its technical notes 1 and 3, and the BigTIFF design.
 */
final class TiffDirectory {

	static final int SUBFILE = 254;
	static final int OLD_SUBFILE = 255;
	static final int WIDTH = 256;
	static final int HEIGHT = 257;
	static final int BITS = 258;
	static final int COMPRESSION = 259;
	static final int PHOTOMETRIC = 262;
	static final int DESCRIPTION = 270;
	static final int STRIP_OFFSETS = 273;
	static final int ORIENTATION = 274;
	static final int SAMPLES = 277;
	private static final int STRIP_ROWS = 278;
	static final int STRIP_LENGTHS = 279;
	static final int PLANES = 284;
	private static final int PREDICTOR = 317;
	static final int COLOUR_MAP = 320;
	private static final int TILE_WIDTH = 322;
	private static final int TILE_HEIGHT = 323;
	static final int TILE_OFFSETS = 324;
	static final int TILE_LENGTHS = 325;
	static final int SUB_DIRECTORIES = 330;
	static final int EXTRA_SAMPLES = 338;
	static final int SAMPLE_FORMAT = 339;
	/** MetaMorph's: it has as many values as there are planes, which lie one after another in one page. */
	private static final int METAMORPH = 33629;

	private static final Set<Integer> WANTED = Set.of(SUBFILE, OLD_SUBFILE, WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, DESCRIPTION,
		STRIP_OFFSETS, ORIENTATION, SAMPLES, STRIP_ROWS, STRIP_LENGTHS, TILE_WIDTH, TILE_HEIGHT, PLANES, PREDICTOR, COLOUR_MAP, TILE_OFFSETS,
		TILE_LENGTHS, SUB_DIRECTORIES, EXTRA_SAMPLES, SAMPLE_FORMAT);

	/** Bytes of one value by type, 0 for types that hold no whole number; the index is the type's number. */
	private static final int[] TYPE_BYTES = { 0, 1, 1, 2, 4, 0, 1, 0, 2, 4, 0, 0, 0, 4, 0, 0, 8, 8, 8 };

	private static final String IMAGEJ = "ImageJ=";
	private static final int BIG = 43;

	private final int index;
	private final Map<Integer, long[]> values = new HashMap<>();
	private boolean byImageJ;
	private long hiddenPlanes;

	private TiffDirectory(final int index) {
		this.index = index;
	}

	/**
	 * The directories of a file in the order of its chain; those that hang below others (SubIFDs) are left out.
	 *
	 * @param in at the start of the TIFF header; offsets count from there
	 * @throws IOException if the file is cut off, or if its directories refer to one another in a circle
	 */
	static List<TiffDirectory> readAll(final ImageInputStream in) throws IOException {
		try {
			return new Chain(in).read(Integer.MAX_VALUE);
		}
		catch (final EOFException | IndexOutOfBoundsException e) {
			throw new IOException("the file is cut off", e);
		}
	}

	/** Reads the first directory only; as {@link #readAll} otherwise. */
	static TiffDirectory readFirst(final ImageInputStream in) throws IOException {
		final List<TiffDirectory> first = new Chain(in).read(1);
		if (first.isEmpty())
			throw new IOException("it holds no page");
		return first.get(0);
	}

	/** The place in the file's chain, from 0. */
	int index() {
		return index;
	}

	/** The first value of an entry, or the given one if there is no such entry. */
	int first(final int tag, final int otherwise) {
		final long[] found = values.get(tag);
		return found == null || found.length == 0 ? otherwise : (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, found[0]));
	}

	/** All values of an entry; empty if there is none. */
	long[] all(final int tag) {
		return values.getOrDefault(tag, new long[0]).clone();
	}

	/** Whether ImageJ wrote the file, or a program that describes it as ImageJ does. */
	boolean isByImageJ() {
		return byImageJ;
	}

	/** Whether the page is marked as a smaller copy (thumbnail, overview) or as the transparency of another page. */
	boolean isSecondary() {
		final int reducedOrMask = 0b101;
		return (first(SUBFILE, 0) & reducedOrMask) != 0 || first(OLD_SUBFILE, 1) == 2;
	}

	/** How many planes lie in the page, of which only the first is described; 0 if that is all. */
	long hiddenPlanes() {
		return hiddenPlanes;
	}

	/** Colour channels and others per pixel. */
	int samples() {
		return first(SAMPLES, 1);
	}

	/** Bits per sample; -1 if samples differ. */
	int bits() {
		return uniform(BITS, 1);
	}

	/** 1 unsigned, 2 signed, 3 floating point, 4 undefined, 5 and 6 complex; -1 if samples differ. */
	int sampleFormat() {
		return uniform(SAMPLE_FORMAT, 1);
	}

	private int uniform(final int tag, final int otherwise) {
		final long[] found = all(tag);
		final int first = first(tag, otherwise);
		return Arrays.stream(found).allMatch(value -> value == first) ? first : -1;
	}

	/** Whether this page has size and type of another, so that both belong to one stack. */
	boolean isLike(final TiffDirectory other) {
		for (final int tag : new int[]{ WIDTH, HEIGHT, SAMPLES, PHOTOMETRIC })
			if (first(tag, 1) != other.first(tag, 1))
				return false;
		return bits() == other.bits() && sampleFormat() == other.sampleFormat();
	}

	/** Rows of a strip or tile; those of the page where it has one strip. */
	int blockRows() {
		final int height = Math.max(1, first(HEIGHT, 1));
		return Math.max(1, Math.min(height, all(TILE_OFFSETS).length > 0 ? first(TILE_HEIGHT, height) : first(STRIP_ROWS, height)));
	}

	/** Whether neighbours predict the bytes of floating point numbers. */
	boolean predictsFloats() {
		return first(PREDICTOR, 1) == 3;
	}

	/** Whether the page lies in tiles that reach beyond its right border. */
	boolean hasCutTiles() {
		return all(TILE_OFFSETS).length > 0 && first(WIDTH, 1) % Math.max(1, first(TILE_WIDTH, 1)) != 0;
	}

	/**
	 * The end of the last strip or tile in bytes from the start of the file; 0 where the file does not say, as some do for
	 * the one strip of an uncompressed page.
	 */
	long end() {
		final long[] tiles = all(TILE_OFFSETS);
		final long[] offsets = tiles.length > 0 ? tiles : all(STRIP_OFFSETS);
		final long[] lengths = all(tiles.length > 0 ? TILE_LENGTHS : STRIP_LENGTHS);
		long end = 0;
		for (int i = 0; i < Math.min(offsets.length, lengths.length); i++)
			end = Math.max(end, offsets[i] + lengths[i]);
		return end;
	}

	/** Follows the chain of one file. */
	private static final class Chain {

		private final ImageInputStream in;
		private final long start;
		private final boolean big;

		Chain(final ImageInputStream in) throws IOException {
			this.in = in;
			start = in.getStreamPosition();
			in.setByteOrder(in.readUnsignedByte() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
			in.skipBytes(1);
			big = in.readUnsignedShort() == BIG;
			if (big)
				in.skipBytes(4);
		}

		List<TiffDirectory> read(final int most) throws IOException {
			final List<TiffDirectory> found = new ArrayList<>();
			final Set<Long> visited = new HashSet<>();
			long next = offset();
			while (next != 0 && found.size() < most) {
				if (!visited.add(next))
					throw new IOException("its pages refer to one another in a circle");
				seek(next);
				found.add(directory(found.size()));
				next = offset();
			}
			return found;
		}

		/** The directory that begins here; the stream then stands at the offset of the next one. */
		private TiffDirectory directory(final int index) throws IOException {
			final TiffDirectory directory = new TiffDirectory(index);
			final long entries = big ? in.readLong() : in.readUnsignedShort();
			final long first = in.getStreamPosition() - start;
			final int entryBytes = big ? 20 : 12;
			for (long i = 0; i < entries; i++) {
				seek(first + i * entryBytes);
				entry(directory);
			}
			seek(first + entries * entryBytes);
			return directory;
		}

		private void entry(final TiffDirectory directory) throws IOException {
			final int tag = in.readUnsignedShort();
			final int type = in.readUnsignedShort();
			final long count = big ? in.readLong() : in.readUnsignedInt();
			if (tag == METAMORPH)
				directory.hiddenPlanes = count;
			if (!WANTED.contains(tag) || type >= TYPE_BYTES.length || TYPE_BYTES[type] == 0)
				return;
			final long length = count * TYPE_BYTES[type];
			if (length > (big ? 8 : 4))
				seek(offset());
			if (in.length() >= 0 && length > in.length() - in.getStreamPosition())
				throw new EOFException();
			if (tag == DESCRIPTION)
				directory.byImageJ = count > IMAGEJ.length() && IMAGEJ.equals(text(IMAGEJ.length()));
			else
				directory.values.put(tag, numbers(type, (int) count));
		}

		private String text(final int length) throws IOException {
			final byte[] bytes = new byte[length];
			in.readFully(bytes);
			return new String(bytes, StandardCharsets.ISO_8859_1);
		}

		private long[] numbers(final int type, final int count) throws IOException {
			final long[] numbers = new long[count];
			for (int i = 0; i < count; i++)
				numbers[i] = number(TYPE_BYTES[type]);
			return numbers;
		}

		private long number(final int bytes) throws IOException {
			switch (bytes) {
				case 1 :
					return in.readUnsignedByte();
				case 2 :
					return in.readUnsignedShort();
				case 4 :
					return in.readUnsignedInt();
				default :
					return in.readLong();
			}
		}

		private long offset() throws IOException {
			return big ? in.readLong() : in.readUnsignedInt();
		}

		private void seek(final long position) throws IOException {
			if (position < 0)
				throw new EOFException();
			in.seek(start + position);
		}
	}
}
