package org.anomalyflow.bundle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import org.anomalyflow.json.JsonText;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.tensorfile.SafeTensorsWriter;
import org.anomalyflow.tensorfile.TensorSource;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Messages;
import org.anomalyflow.util.StoredEntries;

/**
 * Reads and writes model files: a ZIP of stored entries, {@code model.json} and {@code tensors.safetensors}. ImagePrediction
 * checks every byte against the archive's checksums; tensors are then mapped, not copied.
 */
public final class BundleFile {

	/** The extension of model files. */
	public static final String EXTENSION = ".aflow";

	private static final String JSON = "model.json";
	private static final String TENSORS = "tensors.safetensors";
	private static final long MAX_JSON_BYTES = 16 << 20;
	/** Fixed part of a local file header, after which name and extra field follow (APPNOTE.TXT, 4.3.7). */
	private static final int LOCAL_HEADER = 30;
	private static final int NAME_LENGTH_AT = 26;
	/** How every archive with entries begins (4.3.6). */
	private static final byte[] LOCAL_FILE = { 'P', 'K', 3, 4 };
	static final Gson GSON = new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES).setPrettyPrinting()
		.create();

	private BundleFile() {}

	/**
	 * Writes a model; what stood under that name is replaced only once everything is written.
	 *
	 * @throws AnomalyFlowException if it cannot be written
	 */
	public static void write(final ModelBundle bundle, final Path file) {
		write(bundle.info(), bundle.tensors(), file);
	}

	/** As {@link #write(ModelBundle, Path)}, for tensors that need not be in memory, named as in a bundle. */
	public static void write(final ModelInfo info, final SortedMap<String, ? extends TensorSource> sources, final Path file) {
		final byte[] json = GSON.toJson(info).getBytes(StandardCharsets.UTF_8);
		final SafeTensorsWriter tensors = new SafeTensorsWriter(sources, Map.of());
		AtomicFiles.write(file, temporary -> {
			try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
				StoredEntries.add(zip, JSON, json.length, out -> out.write(json));
				StoredEntries.add(zip, TENSORS, tensors.length(), tensors::write);
			}
		});
	}

	/**
	 * Reads a model.
	 *
	 * @throws AnomalyFlowException if there is no such file, or it is damaged, no model file or of a newer version
	 */
	public static ModelBundle read(final Path file) {
		return read(file, SafeTensors::tensors);
	}

	/** As {@link #read(Path)}, with all tensors in memory, for a file that is going to be replaced. */
	public static ModelBundle readToReplace(final Path file) {
		return read(file, SafeTensors::copies);
	}

	/**
	 * Reads only what a file says about its model, which is quick.
	 *
	 * @throws AnomalyFlowException as {@link #read(Path)}, as far as the description tells
	 */
	public static ModelInfo describe(final Path file) {
		return open(file, zip -> info(zip, file));
	}

	private static ModelBundle read(final Path file, final Function<SafeTensors, SortedMap<String, HostTensor>> reader) {
		return open(file, zip -> new ModelBundle(info(zip, file), tensors(zip, file, reader)));
	}

	/** Something that is read from an archive. */
	private interface Part<T> {

		T read(ZipFile zip) throws IOException;
	}

	private static <T> T open(final Path file, final Part<T> part) {
		if (!Files.isRegularFile(file))
			throw new AnomalyFlowException(
				"There is no model file " + file + ". Give the path of a file that ends in " + EXTENSION + ", as training writes it.");
		checkBeginning(file);
		try (ZipFile zip = new ZipFile(file.toFile())) {
			return part.read(zip);
		}
		catch (final IOException e) {
			throw damaged(file, Messages.reason(e), e);
		}
	}

	/** A picture that was given as a model is no damaged model. */
	private static void checkBeginning(final Path file) {
		final byte[] start;
		try (InputStream in = Files.newInputStream(file)) {
			start = in.readNBytes(LOCAL_FILE.length);
		}
		catch (final IOException e) {
			throw damaged(file, Messages.reason(e), e);
		}
		if (start.length == 0)
			throw damaged(file, "it is empty", null);
		if (!Arrays.equals(start, LOCAL_FILE))
			throw new AnomalyFlowException(file + " is not a readable model file, but something else. Give a file that ends in " + EXTENSION +
				", as training and import write it.");
	}

	private static ZipEntry entry(final ZipFile zip, final String name, final Path file) {
		final ZipEntry entry = zip.getEntry(name);
		if (entry == null)
			throw damaged(file, "it has no " + name, null);
		if (entry.getMethod() != ZipEntry.STORED || entry.getCompressedSize() != entry.getSize())
			throw damaged(file, name + " is compressed", null);
		return entry;
	}

	/** The whole entry, once its checksum was found to be right. */
	private static InputStream checked(final ZipFile zip, final ZipEntry entry, final Path file) throws IOException {
		if (JSON.equals(entry.getName()) && entry.getSize() > MAX_JSON_BYTES)
			throw damaged(file, "its description has " + entry.getSize() + " bytes", null);
		final CRC32 crc = new CRC32();
		try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
			in.transferTo(OutputStream.nullOutputStream());
		}
		if (crc.getValue() != entry.getCrc())
			throw damaged(file, "the checksum of " + entry.getName() + " is wrong", null);
		return zip.getInputStream(entry);
	}

	private static ModelInfo info(final ZipFile zip, final Path file) throws IOException {
		return info(new String(checked(zip, entry(zip, JSON, file), file).readAllBytes(), StandardCharsets.UTF_8), file);
	}

	/** Nothing is made of the description before all of it was found to be right. */
	private static ModelInfo info(final String json, final Path file) {
		final JsonObject description;
		try {
			description = JsonText.object(json);
		}
		catch (final AnomalyFlowException e) {
			throw wrong(file, e.getMessage());
		}
		ModelSpecification.versionViolation(description).ifPresent(violation -> {
			throw wrong(file, violation);
		});
		final int version = description.get("format_version").getAsInt();
		if (version > ModelInfo.FORMAT_VERSION)
			throw new AnomalyFlowException(file + " has format version " + version + "; this version of Anomaly Flow reads up to " +
				ModelInfo.FORMAT_VERSION + ". Update Anomaly Flow.");
		ModelSpecification.violation(description, version).ifPresent(violation -> {
			throw wrong(file, violation);
		});
		return GSON.fromJson(description, ModelInfo.class).withoutFalsePromise();
	}

	private static AnomalyFlowException wrong(final Path file, final String reason) {
		return damaged(file, "its description " + JSON + " is wrong: " + reason, null);
	}

	private static SortedMap<String, HostTensor> tensors(final ZipFile zip, final Path file,
		final Function<SafeTensors, SortedMap<String, HostTensor>> reader) throws IOException
	{
		final ZipEntry entry = entry(zip, TENSORS, file);
		checked(zip, entry, file);
		final long length = entry.getSize();
		try (SafeTensors tensors = SafeTensors.open(file, dataOffset(file, zip), length)) {
			return reader.apply(tensors);
		}
	}

	/** Where the data of the second entry starts: behind the first entry and its own local header. */
	private static long dataOffset(final Path file, final ZipFile zip) throws IOException {
		try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
			return behindHeader(in, behindHeader(in, 0) + zip.getEntry(JSON).getSize());
		}
	}

	private static long behindHeader(final RandomAccessFile in, final long header) throws IOException {
		in.seek(header + NAME_LENGTH_AT);
		final int name = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
		final int extra = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
		return header + LOCAL_HEADER + name + extra;
	}

	private static AnomalyFlowException damaged(final Path file, final String reason, final Throwable cause) {
		return new AnomalyFlowException(file + " is not a readable model file: " + reason + ". Copy it again or train the model again.", cause);
	}
}
