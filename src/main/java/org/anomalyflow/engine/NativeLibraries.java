package org.anomalyflow.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ai.djl.util.Utils;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.FileLocker;
import org.anomalyflow.util.Messages;
import org.anomalyflow.util.Processes;
import org.anomalyflow.util.Progress;

/**
 * The unpacked libraries of the engine. DJL loads whatever lies in its folder, also what a full disk or a killed process has
 * left half written there, and a library that is cut off ends the whole process without a word (SIGBUS) at every later
 * start. Therefore they are unpacked here, beside the folder, checked, synced and moved; what was checked once is recorded
 * beside the folder with sizes and times, and looked at again before every start. A folder that differs is replaced.
 */
final class NativeLibraries {

	private static final String STAGE = "Unpacking the engine's libraries";
	private static final String REMAINS = "jni*tmp";

	private final Path cache;
	private final BundledLibraries bundled;
	private final Progress progress;
	private final Path loading;
	private final Path failed;

	/**
	 * @param cache the folder in which DJL has a folder of libraries for each version
	 * @param bundled the libraries in jars
	 * @param progress told if something had to be repaired
	 */
	NativeLibraries(final Path cache, final BundledLibraries bundled, final Progress progress) {
		this.cache = cache;
		this.bundled = bundled;
		this.progress = progress;
		loading = cache.resolve("loading");
		failed = cache.resolve("failed");
	}

	/** Those of this process. */
	static NativeLibraries ofProcess(final Progress progress) {
		return new NativeLibraries(Utils.getEngineCacheDir("pytorch"), BundledLibraries.find(), progress);
	}

	/**
	 * Makes sure that what DJL is going to load is whole.
	 *
	 * @throws AnomalyFlowException if it cannot be unpacked, with what to do
	 */
	void prepare() {
		final boolean crashed = hasCrashed();
		try {
			final List<Path> folders = folders();
			for (final Path folder : folders)
				if (crashed || !isAsRecorded(folder))
					repair(folder);
			Files.deleteIfExists(failed);
			// without any there is nothing to load, and no folder is made for it
			if (!folders.isEmpty())
				mark();
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("The engine's libraries cannot be unpacked into " + cache + ": " + Messages.reason(e) +
				". They need " + bundled.megabytes() + " MB there. Make room, or choose another folder with ANOMALY_FLOW_HOME.", e);
		}
		if (crashed)
			progress.message("The last start ended while the engine's libraries were loaded. They were checked again. Should this " +
				"start end without a word, too, delete " + cache + " and start again.");
	}

	/** Whether {@link #prepare} will find everything as it was left, and has nothing to repair and nothing to say. */
	boolean isReady() {
		return !bundled.isEmpty() && !hasCrashed() && isAsRecorded(cache.resolve(bundled.folder()));
	}

	/** All folders with libraries that can be compared with something. */
	private List<Path> folders() throws IOException {
		final List<Path> folders = new ArrayList<>();
		if (!bundled.isEmpty())
			folders.add(cache.resolve(bundled.folder()));
		if (Files.isDirectory(cache))
			try (DirectoryStream<Path> others = Files.newDirectoryStream(cache, Files::isDirectory)) {
				for (final Path folder : others) {
					removeRemains(folder);
					if (!folders.contains(folder) && LibraryRecord.isThere(folder))
						folders.add(folder);
				}
			}
		return folders;
	}

	/** What DJL was writing when it was killed; it loads these files, too. */
	private static void removeRemains(final Path folder) throws IOException {
		try (DirectoryStream<Path> remains = Files.newDirectoryStream(folder, REMAINS)) {
			for (final Path file : remains)
				Files.deleteIfExists(file);
		}
	}

	private boolean isAsRecorded(final Path folder) {
		final LibraryRecord record = LibraryRecord.read(folder);
		return !record.files().isEmpty() && record.isUnchanged(folder) &&
			(!isBundled(folder) || record.files().keySet().containsAll(bundled.names()));
	}

	private boolean isBundled(final Path folder) {
		return !bundled.isEmpty() && folder.equals(cache.resolve(bundled.folder()));
	}

	private void repair(final Path folder) throws IOException {
		if (isWhole(folder)) {
			record(folder);
			return;
		}
		Files.createDirectories(cache);
		final Path lock = cache.resolve(folder.getFileName() + ".lock").toAbsolutePath();
		try (FileLocker held = FileLocker.acquire(lock, STAGE, progress)) {
			if (isWhole(folder))
				return; // another process was faster
			if (Files.isDirectory(folder))
				progress.message("The engine's libraries in " + folder + " are not whole" +
					(isBundled(folder) ? "; they are unpacked again." : " and are deleted."));
			replace(folder);
		}
	}

	private boolean isWhole(final Path folder) throws IOException {
		return LibraryRecord.contains(folder, isBundled(folder) ? bundled.contents() : LibraryRecord.read(folder).contents());
	}

	private static void record(final Path folder) throws IOException {
		try {
			LibraryRecord.of(folder).write(folder);
		}
		catch (final AnomalyFlowException e) {
			// a folder that cannot be written to: the next start reads the files again
		}
	}

	private void replace(final Path folder) throws IOException {
		final Path old = cache.resolve(folder.getFileName() + ".old");
		final Path fresh = cache.resolve(folder.getFileName() + ".new");
		delete(old);
		delete(fresh);
		try {
			if (isBundled(folder))
				bundled.unpack(fresh);
			if (Files.isDirectory(folder)) {
				moveAway(folder, old);
				delete(old);
			}
			else
				Files.deleteIfExists(folder); // a file, or a link to nowhere
			LibraryRecord.forget(folder);
			if (isBundled(folder)) {
				Files.move(fresh, folder);
				record(folder);
			}
		}
		finally {
			delete(fresh); // a full disk gets back what was written
		}
	}

	private static void moveAway(final Path folder, final Path old) {
		try {
			Files.move(folder, old);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("The engine's libraries in " + folder + " are not whole and cannot be replaced: " +
				Messages.reason(e) + ". End all programs that use them, delete that folder and start again.", e);
		}
	}

	private static void delete(final Path folder) throws IOException {
		if (!Files.isDirectory(folder))
			return;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
			for (final Path file : files)
				Files.delete(file);
		}
		Files.delete(folder);
	}

	/** Whether a process that was loading libraries does not run any more, or could not load them. */
	private boolean hasCrashed() {
		if (Files.exists(failed))
			return true;
		try {
			return Processes.hasEnded(Files.readString(loading));
		}
		catch (final IOException e) {
			return false; // nobody was loading
		}
	}

	private void mark() {
		try {
			Files.createDirectories(cache);
			Files.writeString(loading, Processes.self());
			// an end in good order is no crash
			loading.toFile().deleteOnExit();
		}
		catch (final IOException e) {
			// a folder that cannot be written to: only the hint after a crash is lost
		}
	}

	/** To be called when DJL could not load them: the next start reads them all, whatever their sizes and times are. */
	void notLoaded() {
		try {
			if (!folders().isEmpty())
				Files.writeString(failed, "");
		}
		catch (final IOException e) {
			// as in mark
		}
	}

	/**
	 * To be called when DJL has loaded them: records those that it has fetched itself.
	 *
	 * @param folder where they lie
	 */
	void loaded(final Path folder) {
		try {
			Files.deleteIfExists(loading);
			if (folder.startsWith(cache.toAbsolutePath()) && !LibraryRecord.isThere(folder))
				record(folder);
		}
		catch (final IOException e) {
			// as in mark; the engine works
		}
	}
}
