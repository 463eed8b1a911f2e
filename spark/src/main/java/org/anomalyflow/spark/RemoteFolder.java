package org.anomalyflow.spark;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.AccessControlException;

import org.anomalyflow.dataset.ResultFolders;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.NaturalOrder;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;

/**
 * A folder of a file system that Hadoop knows. What goes wrong with the connection is an {@link UncheckedIOException}, after which
 * Spark tries the task again; what is wrong with one file is an {@link AnomalyFlowException}.
 */
final class RemoteFolder {

	private final Location location;
	private final FileSystem system;

	RemoteFolder(final Location location, final Configuration configuration) {
		this.location = location;
		try {
			system = location.fileSystem(configuration);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("There is no access to " + location + ": " + Messages.reason(e) +
				". Check the address, the credentials of this cluster, and that the jars for its file system are there (--packages).", e);
		}
	}

	/**
	 * The images of a folder.
	 *
	 * @param images paths in the folder, with slashes, in the order of a local folder
	 * @param unreadable folders below that cannot be listed, and why
	 */
	record Listing(List<String> images, Map<String, String> unreadable) {}

	/**
	 * Lists the images, as those of a local folder are listed: nothing hidden, and no results.
	 *
	 * @param recursive whether to look into folders below
	 * @throws AnomalyFlowException if it cannot be listed or has no image
	 */
	Listing images(final boolean recursive) {
		final List<String> images = new ArrayList<>();
		final Map<String, String> unreadable = new TreeMap<>();
		collect("", recursive, images, unreadable);
		if (unreadable.containsKey(""))
			throw new InvalidParameterException("input_folder", location, unreadable.get("") + ". Choose a folder of images");
		if (images.isEmpty())
			throw new AnomalyFlowException(
				"There are no images in " + location + (recursive ? "" : " itself; with recursive=true subfolders are searched, too") +
					". Give a folder with images (" + ImageFiles.extensions() + ").");
		images.sort(Comparator.comparing(Path::of, NaturalOrder.PATHS));
		return new Listing(images, unreadable);
	}

	private void collect(final String folder, final boolean recursive, final List<String> images, final Map<String, String> unreadable) {
		final FileStatus[] entries;
		try {
			entries = system.listStatus(location.remote(folder));
		}
		catch (final FileNotFoundException | AccessControlException e) {
			unreadable.put(folder, "This folder cannot be listed: " + Messages.reason(e));
			return;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		final boolean results = Stream.of(entries).anyMatch(entry -> entry.getPath().getName().startsWith(ResultFolders.JOURNAL));
		for (final FileStatus entry : entries) {
			final String name = entry.getPath().getName();
			final String path = folder.isEmpty() ? name : folder + "/" + name;
			if (name.startsWith(".") || name.equalsIgnoreCase("__MACOSX"))
				continue;
			if (!entry.isDirectory()) {
				if (ImageFiles.isImage(Path.of(name)))
					images.add(path);
			}
			else if (recursive && !(results && ResultFolders.hasName(Path.of(name))))
				collect(path, true, images, unreadable);
		}
	}

	/**
	 * Copies a file to this machine.
	 *
	 * @param file its path in the folder
	 * @param target where to
	 * @throws AnomalyFlowException if it is not there or may not be read
	 */
	void fetch(final String file, final Path target) {
		try {
			Files.createDirectories(target.getParent());
			try (InputStream in = system.open(location.remote(file)); OutputStream out = Files.newOutputStream(target)) {
				in.transferTo(out);
			}
		}
		catch (final FileNotFoundException | AccessControlException e) {
			throw new AnomalyFlowException("Cannot read " + location.remote(file) + ": " + Messages.reason(e), e);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/**
	 * Copies all files of the folder to this machine, but for hidden ones.
	 *
	 * @throws AnomalyFlowException if it is not there or a file may not be read
	 */
	void fetchAll(final Path target) {
		fetchAll("", target);
	}

	private void fetchAll(final String folder, final Path target) {
		try {
			for (final FileStatus entry : system.listStatus(location.remote(folder))) {
				final String name = entry.getPath().getName();
				final String path = folder.isEmpty() ? name : folder + "/" + name;
				if (name.startsWith("."))
					continue;
				if (entry.isDirectory())
					fetchAll(path, target);
				else
					fetch(path, target.resolve(path));
			}
		}
		catch (final FileNotFoundException | AccessControlException e) {
			throw new AnomalyFlowException("Cannot read " + location.remote(folder) + ": " + Messages.reason(e), e);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** The text of a file; empty if it is not there. */
	Optional<String> text(final String file) {
		try (InputStream in = system.open(location.remote(file))) {
			return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (final FileNotFoundException e) {
			return Optional.empty();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Writes a file, beside the target first, so that half of it never has its name. */
	void put(final String file, final byte[] content) {
		put(file, new ByteArrayInputStream(content));
	}

	/** The same for a file of this machine, which may be larger than the memory. */
	private void put(final String file, final Path source) throws IOException {
		try (InputStream content = Files.newInputStream(source)) {
			put(file, content);
		}
	}

	private void put(final String file, final InputStream content) {
		final org.apache.hadoop.fs.Path target = location.remote(file);
		final org.apache.hadoop.fs.Path beside = location.remote(file.replaceFirst("([^/]*)$", "." + UUID.randomUUID() + ".tmp"));
		try {
			try (OutputStream out = system.create(beside, true)) {
				content.transferTo(out);
			}
			if (!system.rename(beside, target)) {
				// it is there already; another one that writes the same may be faster
				system.delete(target, false);
				if (!system.rename(beside, target))
					system.delete(beside, false);
			}
			if (!system.exists(target))
				throw new IOException(target + " cannot be written");
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Copies all files of a folder of this machine, if it is there, with those of its subfolders. */
	void putAll(final Path folder) {
		if (!Files.isDirectory(folder))
			return;
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path file : files.filter(Files::isRegularFile).toList())
				put(folder.relativize(file).toString().replace('\\', '/'), file);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Copies files of a folder of this machine, as far as they are in it, and deletes them there. */
	void put(final Path folder, final List<String> files) {
		try {
			for (final String file : files)
				if (Files.isRegularFile(folder.resolve(file))) {
					put(file, folder.resolve(file));
					Files.delete(folder.resolve(file));
				}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Whether a file is there. */
	boolean has(final String file, final long size) {
		try {
			return system.getFileStatus(location.remote(file)).getLen() == size;
		}
		catch (final FileNotFoundException e) {
			return false;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** The names of what lies in a folder below; none if it is not there. */
	List<String> names(final String folder) {
		try {
			return Stream.of(system.listStatus(location.remote(folder))).map(entry -> entry.getPath().getName()).toList();
		}
		catch (final FileNotFoundException e) {
			return List.of();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Deletes a file or folder, if it is there. */
	void delete(final String file) {
		try {
			system.delete(location.remote(file), true);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public String toString() {
		return location.toString();
	}
}
