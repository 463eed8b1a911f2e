package org.anomalyflow.dataset;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.NaturalOrder;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;

/** The images of a folder that are to be judged, whatever it is called. */
public final class ImageFolder {

	private final Set<Path> visited = new HashSet<>();
	private final List<Path> images = new ArrayList<>();
	private final Map<Path, String> unreadable = new TreeMap<>();

	private ImageFolder() {}

	/**
	 * Lists the images of a folder in {@link NaturalOrder}.
	 *
	 * @param recursive whether to look into folders below, too; links are followed, but never around in a circle, and not those of results
	 * @throws InvalidParameterException if {@code folder} is not a folder or cannot be read
	 */
	public static ImageFolder list(final Path folder, final boolean recursive) {
		if (!Files.isDirectory(folder))
			throw new InvalidParameterException("input_folder", folder,
				(Files.exists(folder) ? "this is not a folder" : "there is no such folder") + ". Choose a folder of images");
		final ImageFolder found = new ImageFolder();
		found.collect(folder, recursive);
		if (found.unreadable.containsKey(folder))
			throw new InvalidParameterException("input_folder", folder,
				"it cannot be listed: " + found.unreadable.get(folder) + ". Check its permissions");
		found.images.sort(NaturalOrder.PATHS);
		return found;
	}

	private void collect(final Path folder, final boolean recursive) {
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
			if (!visited.add(folder.toRealPath()))
				return;
			for (final Path entry : entries)
				if (Folders.isLeftover(entry))
					continue;
				else if (ImageFiles.isReadable(entry))
					images.add(entry);
				else if (Files.isDirectory(entry)) {
					if (recursive && !ResultFolders.isOne(entry))
						collect(entry, true);
				}
		}
		catch (final IOException | DirectoryIteratorException e) {
			// also when it vanishes while it is listed: the others are judged
			unreadable.put(folder, Messages.reason(e instanceof DirectoryIteratorException ? e.getCause() : e));
		}
	}

	/** The images found. */
	public List<Path> images() {
		return images;
	}

	/** Folders below that could not be listed, and why. */
	public Map<Path, String> unreadable() {
		return unreadable;
	}
}
