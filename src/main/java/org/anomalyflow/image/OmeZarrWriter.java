package org.anomalyflow.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.FileTrees;
import org.anomalyflow.util.Messages;

/**
 * Writes gray images and stacks as OME-Zarr 0.4, which is Zarr 2: axes t, c, z, y and x, one resolution, chunks packed by
 * zlib. Source: the OME-NGFF specification 0.4.
 */
final class OmeZarrWriter {

	private static final int CHUNK = 1024;
	private static final String VERSION = "0.4";

	private final ImagePlus image;
	private final int chunkHeight;
	private final int chunkWidth;

	private OmeZarrWriter(final ImagePlus image) {
		this.image = image;
		chunkHeight = Math.min(CHUNK, image.getHeight());
		chunkWidth = Math.min(CHUNK, image.getWidth());
	}

	/**
	 * Writes an image; a folder that is there is replaced.
	 *
	 * @param image 8-, 16- or 32-bit gray
	 * @throws AnomalyFlowException if it cannot be written; nothing half-written then stands under the name
	 */
	static void write(final ImagePlus image, final Path folder) {
		final Path absolute = folder.toAbsolutePath();
		final String prefix = "." + absolute.getFileName() + "-";
		try {
			Files.createDirectories(absolute.getParent());
			// what a killed process has left
			try (DirectoryStream<Path> left = Files.newDirectoryStream(absolute.getParent(),
				path -> path.getFileName().toString().startsWith(prefix)))
			{
				for (final Path old : left)
					FileTrees.delete(old);
			}
			final Path temporary = Files.createTempDirectory(absolute.getParent(), prefix);
			new OmeZarrWriter(image).writeInto(temporary);
			if (Files.exists(absolute))
				FileTrees.delete(absolute);
			Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException(
				"Cannot write " + absolute + ": " + Messages.reason(e) + ". Choose a folder that can be written to and has room.", e);
		}
	}

	private void writeInto(final Path folder) throws IOException {
		final JsonObject group = new JsonObject();
		group.addProperty("zarr_format", 2);
		Files.writeString(folder.resolve(".zgroup"), group.toString());
		Files.writeString(folder.resolve(".zattrs"), attributes().toString());
		final Path array = Files.createDirectories(folder.resolve("0"));
		Files.writeString(array.resolve(".zarray"), array().toString());
		final int channels = image.getNChannels();
		for (int slice = 1; slice <= image.getStackSize(); slice++) {
			final int[] place = image.convertIndexToPosition(slice);
			writePlane(image.getStack().getProcessor(slice),
				Files.createDirectories(array.resolve((place[2] - 1) + "/" + (Math.min(channels, place[0]) - 1) + "/" + (place[1] - 1))));
		}
	}

	private void writePlane(final ImageProcessor plane, final Path folder) throws IOException {
		for (int y = 0; y < image.getHeight(); y += chunkHeight) {
			final Path row = Files.createDirectories(folder.resolve(Integer.toString(y / chunkHeight)));
			for (int x = 0; x < image.getWidth(); x += chunkWidth)
				try (OutputStream out = new DeflaterOutputStream(Files.newOutputStream(row.resolve(Integer.toString(x / chunkWidth))))) {
					out.write(chunk(plane, x, y));
				}
		}
	}

	/** The numbers of a chunk, whole also where it reaches beyond the image. */
	private byte[] chunk(final ImageProcessor plane, final int left, final int top) {
		final int bytes = image.getBitDepth() / Byte.SIZE;
		final ByteBuffer chunk = ByteBuffer.allocate(chunkHeight * chunkWidth * bytes).order(ByteOrder.LITTLE_ENDIAN);
		for (int y = top; y < Math.min(image.getHeight(), top + chunkHeight); y++) {
			chunk.position((y - top) * chunkWidth * bytes);
			for (int x = left; x < Math.min(image.getWidth(), left + chunkWidth); x++)
				switch (bytes) {
					case 1 -> chunk.put((byte) plane.get(x, y));
					case 2 -> chunk.putShort((short) plane.get(x, y));
					default -> chunk.putFloat(plane.getf(x, y));
				}
		}
		return chunk.array();
	}

	private JsonObject array() {
		final JsonObject array = new JsonObject();
		array.addProperty("zarr_format", 2);
		array.add("shape", integers(image.getNFrames(), image.getNChannels(), image.getNSlices(), image.getHeight(), image.getWidth()));
		array.add("chunks", integers(1, 1, 1, chunkHeight, chunkWidth));
		array.addProperty("dtype", switch (image.getBitDepth()) {
			case 8 -> "|u1";
			case 16 -> "<u2";
			default -> "<f4";
		});
		final JsonObject compressor = new JsonObject();
		compressor.addProperty("id", "zlib");
		compressor.addProperty("level", 6);
		array.add("compressor", compressor);
		array.addProperty("fill_value", 0);
		array.add("filters", JsonNull.INSTANCE);
		array.addProperty("order", "C");
		array.addProperty("dimension_separator", "/");
		return array;
	}

	private JsonObject attributes() {
		final Calibration calibration = image.getCalibration();
		final Optional<LengthUnit> unit = LengthUnit.of(calibration.getUnit());
		final JsonArray axes = new JsonArray();
		axes.add(axis("t", "time", Optional.empty()));
		axes.add(axis("c", "channel", Optional.empty()));
		for (final String name : List.of("z", "y", "x"))
			axes.add(axis(name, "space", unit));
		final JsonArray scale = new JsonArray();
		final List<Double> steps = new ArrayList<>(List.of(1.0, 1.0, 1.0, 1.0, 1.0));
		if (unit.isPresent()) {
			steps.set(2, calibration.pixelDepth);
			steps.set(3, calibration.pixelHeight);
			steps.set(4, calibration.pixelWidth);
		}
		steps.forEach(scale::add);
		final JsonObject transformation = new JsonObject();
		transformation.addProperty("type", "scale");
		transformation.add("scale", scale);
		final JsonObject dataset = new JsonObject();
		dataset.addProperty("path", "0");
		dataset.add("coordinateTransformations", listOf(transformation));
		final JsonObject multiscale = new JsonObject();
		multiscale.addProperty("version", VERSION);
		multiscale.addProperty("name", image.getTitle());
		multiscale.add("axes", axes);
		multiscale.add("datasets", listOf(dataset));
		final JsonObject attributes = new JsonObject();
		attributes.add("multiscales", listOf(multiscale));
		return attributes;
	}

	private static JsonObject axis(final String name, final String type, final Optional<LengthUnit> unit) {
		final JsonObject axis = new JsonObject();
		axis.addProperty("name", name);
		axis.addProperty("type", type);
		unit.ifPresent(length -> axis.addProperty("unit", length.word()));
		return axis;
	}

	private static JsonArray listOf(final JsonObject only) {
		final JsonArray list = new JsonArray();
		list.add(only);
		return list;
	}

	private static JsonArray integers(final int... values) {
		final JsonArray list = new JsonArray();
		for (final int value : values)
			list.add(value);
		return list;
	}
}
