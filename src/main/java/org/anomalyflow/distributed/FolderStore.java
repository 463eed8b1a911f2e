package org.anomalyflow.distributed;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import org.anomalyflow.dataset.ResultFolders;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Messages;

/** A store in a folder that all processes see: of one machine, or of a network. */
public final class FolderStore implements ItemStore {

	/** The name of the folder in the output folder. */
	public static final String NAME = ResultFolders.JOURNAL + "shards";

	private final Path folder;

	/** @param output the output folder; it need not be there yet */
	public FolderStore(final Path output) {
		folder = output.resolve(NAME);
	}

	@Override
	public Optional<String> get(final String name) {
		try {
			return Optional.of(Files.readString(folder.resolve(name)));
		}
		catch (final NoSuchFileException e) {
			return Optional.empty();
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read " + folder.resolve(name) + ": " + Messages.reason(e), e);
		}
	}

	@Override
	public void put(final String name, final String text) {
		AtomicFiles.write(folder.resolve(name), temporary -> Files.writeString(temporary, text));
	}

	@Override
	public void keepOnly(final String prefix, final Set<String> kept) {
		if (!Files.isDirectory(folder))
			return;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "*")) {
			for (final Path file : files)
				if (!kept.contains(file.getFileName().toString()))
					Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException(
				"Cannot delete old results in " + folder + ": " + Messages.reason(e) + ". Delete it, then start again.", e);
		}
	}

	@Override
	public String toString() {
		return folder.toString();
	}
}
