package org.anomalyflow.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ij.ImagePlus;
import ij.measure.Calibration;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;

/**
 * Writes gray images and stacks as OME-TIFF: one page for each slice, uncompressed strips, little-endian, {@link OmeXml} in the
 * first page. From 4 GB on it is a BigTIFF. Slices are asked for one after the other.
 */
final class OmeTiff {

	private static final int STRIP_BYTES = 1 << 20;
	/** Offsets of 32 bits reach so far. */
	private static final long MOST_CLASSIC = 0xffff_ffffL;
	private static final int SHORT = 3;
	private static final int LONG = 4;
	private static final int RATIONAL = 5;
	private static final int ASCII = 2;
	private static final int LONG8 = 16;

	/**
	 * An entry of a page's directory.
	 *
	 * @param data its values as they are written
	 */
	private record Entry(int tag, int type, long count, byte[] data) {}

	private final ImagePlus image;
	private final int slices;
	private final int rowBytes;
	private final int rowsPerStrip;
	private final int strips;
	private final byte[] description;
	private final boolean big;

	private OmeTiff(final ImagePlus image, final long mostClassic) {
		this.image = image;
		slices = image.getStackSize();
		rowBytes = image.getWidth() * (image.getBitDepth() / Byte.SIZE);
		rowsPerStrip = Math.max(1, Math.min(image.getHeight(), STRIP_BYTES / rowBytes));
		strips = (image.getHeight() - 1) / rowsPerStrip + 1;
		description = OmeXml.of(image);
		// what a directory takes beside its strips is less than 1,000 bytes
		big = slices * (planeBytes() + strips * 2L * Long.BYTES + 1000) + description.length > mostClassic;
	}

	/**
	 * Writes an image.
	 *
	 * @param image 8-, 16- or 32-bit gray
	 * @throws AnomalyFlowException if it cannot be written
	 */
	static void write(final ImagePlus image, final Path file) {
		write(image, file, MOST_CLASSIC);
	}

	/** @param mostClassic bytes up to which it is no BigTIFF */
	static void write(final ImagePlus image, final Path file, final long mostClassic) {
		final OmeTiff tiff = new OmeTiff(image, mostClassic);
		AtomicFiles.write(file, temporary -> {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
				tiff.write(out);
			}
		});
	}

	private long planeBytes() {
		return (long) rowBytes * image.getHeight();
	}

	private int headerBytes() {
		return big ? 16 : 8;
	}

	private void write(final OutputStream out) throws IOException {
		final long directories = even(headerBytes() + slices * planeBytes());
		final ByteBuffer header = buffer(headerBytes()).put((byte) 'I').put((byte) 'I');
		if (big)
			header.putShort((short) 43).putShort((short) Long.BYTES).putShort((short) 0).putLong(directories);
		else
			header.putShort((short) 42).putInt((int) directories);
		out.write(header.array());
		for (int slice = 1; slice <= slices; slice++)
			writePlane(out, image.getStack().getProcessor(slice).getPixels());
		if ((slices * planeBytes() & 1) != 0)
			out.write(0);
		long place = directories;
		for (int slice = 0; slice < slices; slice++) {
			final byte[] directory = directory(slice, place);
			out.write(directory);
			place += directory.length;
		}
	}

	private void writePlane(final OutputStream out, final Object pixels) throws IOException {
		final ByteBuffer row = buffer(rowBytes);
		final int width = image.getWidth();
		for (int y = 0; y < image.getHeight(); y++) {
			if (pixels instanceof float[] floats)
				row.asFloatBuffer().put(floats, y * width, width);
			else if (pixels instanceof short[] shorts)
				row.asShortBuffer().put(shorts, y * width, width);
			else
				row.put(0, (byte[]) pixels, y * width, width);
			out.write(row.array());
		}
	}

	/** The directory of a page at its place in the file, its longer values behind it. */
	private byte[] directory(final int slice, final long place) {
		final List<Entry> entries = entries(slice);
		final int wordBytes = big ? Long.BYTES : Integer.BYTES;
		final int headBytes = (big ? Long.BYTES : Short.BYTES) + entries.size() * (2 * Short.BYTES + 2 * wordBytes) + wordBytes;
		final int bytes = headBytes + entries.stream().mapToInt(entry -> entry.data.length > wordBytes ? even(entry.data.length) : 0).sum();
		final ByteBuffer directory = buffer(even(bytes));
		if (big)
			directory.putLong(entries.size());
		else
			directory.putShort((short) entries.size());
		int behind = even(headBytes);
		for (final Entry entry : entries) {
			directory.putShort((short) entry.tag).putShort((short) entry.type);
			putWord(directory, entry.count);
			if (entry.data.length > wordBytes) {
				putWord(directory, place + behind);
				directory.put(behind, entry.data);
				behind += even(entry.data.length);
			}
			else {
				directory.put(directory.position(), entry.data);
				directory.position(directory.position() + wordBytes);
			}
		}
		putWord(directory, slice + 1 < slices ? place + directory.capacity() : 0);
		return directory.array();
	}

	private void putWord(final ByteBuffer to, final long value) {
		if (big)
			to.putLong(value);
		else
			to.putInt((int) value);
	}

	/** The tags of a page, in ascending order as the format wants them. */
	private List<Entry> entries(final int slice) {
		final ByteBuffer offsets = buffer(strips * (big ? Long.BYTES : Integer.BYTES));
		final ByteBuffer counts = buffer(strips * Integer.BYTES);
		for (int strip = 0; strip < strips; strip++) {
			putWord(offsets, headerBytes() + slice * planeBytes() + (long) strip * rowsPerStrip * rowBytes);
			counts.putInt(Math.min(rowsPerStrip, image.getHeight() - strip * rowsPerStrip) * rowBytes);
		}
		final List<Entry> entries = new ArrayList<>(List.of(number(256, LONG, image.getWidth()), number(257, LONG, image.getHeight()),
			number(258, SHORT, image.getBitDepth()), number(259, SHORT, 1), number(262, SHORT, 1)));
		if (slice == 0)
			entries.add(text(270, description));
		entries.addAll(List.of(new Entry(273, big ? LONG8 : LONG, strips, offsets.array()), number(277, SHORT, 1),
			number(278, LONG, rowsPerStrip), new Entry(279, LONG, strips, counts.array())));
		final Calibration calibration = image.getCalibration();
		LengthUnit.of(calibration.getXUnit()).ifPresent(unit -> {
			entries.add(perCentimeter(282, calibration.pixelWidth * unit.meters()));
			entries.add(perCentimeter(283, calibration.pixelHeight * unit.meters()));
			entries.add(number(296, SHORT, 3));
		});
		entries.add(text(305, "Anomaly Flow".getBytes(StandardCharsets.US_ASCII)));
		entries.add(number(339, SHORT, image.getBitDepth() == Float.SIZE ? 3 : 1));
		return entries;
	}

	private static Entry number(final int tag, final int type, final int value) {
		return new Entry(tag, type, 1,
			type == SHORT ? buffer(Short.BYTES).putShort((short) value).array() : buffer(Integer.BYTES).putInt(value).array());
	}

	/** How many pixels a centimetre has, for readers that know nothing of OME. */
	private static Entry perCentimeter(final int tag, final double meters) {
		final double pixels = 0.01 / Math.abs(meters);
		long divisor = 1_000_000_000;
		while (divisor > 1 && pixels * divisor > MOST_CLASSIC)
			divisor /= 10;
		return new Entry(tag, RATIONAL, 1,
			buffer(2 * Integer.BYTES).putInt((int) Math.min(MOST_CLASSIC, Math.round(pixels * divisor))).putInt((int) divisor).array());
	}

	private static Entry text(final int tag, final byte[] text) {
		final byte[] ended = Arrays.copyOf(text, text.length + 1);
		return new Entry(tag, ASCII, ended.length, ended);
	}

	private static ByteBuffer buffer(final int bytes) {
		return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	private static int even(final int value) {
		return value + (value & 1);
	}

	private static long even(final long value) {
		return value + (value & 1);
	}
}
