package org.anomalyflow.util;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hidden files that {@link AtomicFiles} writes to first, {@code .NAME.aflow-SYSTEM-PROCESS-RANDOM.tmp}, where NAME is
 * how the target's name begins. One that a killed
 * process has left is deleted by the next process that writes into its folder:
 * <ul>
 * <li>at once, if this system (see {@link Processes}) and this user wrote it, and the process does not run any more;</li>
 * <li>else, that is on network folders, in other containers, after a restart, or where systems cannot be told apart, when
 * nobody has written to it for a day, by the clock of the folder itself. A process that was only suspended for so long
 * fails with a message when it goes on; the target is never touched.</li>
 * </ul>
 */
final class Temporaries {

	private static final Pattern NAME = Pattern.compile("\\..+\\.aflow-((?:[0-9a-f]{16}|any)-\\d{1,18})-[0-9a-f]{12}\\.tmp");
	/** Of the target's name, of which each may take four bytes: names are 255 bytes at most. */
	private static final int MOST_CHARACTERS = 48;
	private static final Duration ABANDONED = Duration.ofDays(1);
	private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

	private Temporaries() {}

	/** Makes an empty temporary file beside a target; the first in a folder deletes what others have left there. */
	static Path create(final Path target) throws IOException {
		final String random = UUID.randomUUID().toString().substring(24);
		// not createTempFile, whose files only their owner may read
		final String name = target.getFileName().toString();
		final String start = name.substring(0, name.offsetByCodePoints(0, Math.min(MOST_CHARACTERS, name.codePointCount(0, name.length()))));
		final Path file = Files.createFile(target.resolveSibling("." + start + ".aflow-" + Processes.self() + "-" + random + ".tmp"));
		// once is enough, and folders can be long
		if (SWEPT.add(target.getParent()))
			sweep(file);
		return file;
	}

	/**
	 * Deletes what killed processes have left in a folder; what cannot be looked at or deleted stays.
	 *
	 * @param fresh a file that this process has just made there: tells the time by the folder's clock, and the user
	 */
	static void sweep(final Path fresh) {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(fresh.getParent(), ".*.tmp")) {
			files.forEach(file -> clear(file, fresh));
		}
		catch (final IOException | DirectoryIteratorException e) {
			// a folder that this user can write to but not list
		}
	}

	private static void clear(final Path file, final Path fresh) {
		try {
			if (isLeftBehind(file, fresh))
				Files.deleteIfExists(file);
		}
		catch (final IOException | UnsupportedOperationException e) {
			// gone meanwhile, or not for this user to delete: it harms nobody
		}
	}

	private static boolean isLeftBehind(final Path file, final Path fresh) throws IOException {
		final Matcher name = NAME.matcher(file.getFileName().toString());
		if (!name.matches() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
			return false;
		// other users' processes may be hidden, and look as if they did not run
		if (Files.getOwner(file).equals(Files.getOwner(fresh)) && Processes.hasEnded(name.group(1)))
			return true;
		return Duration.between(Files.getLastModifiedTime(file).toInstant(), Files.getLastModifiedTime(fresh).toInstant())
			.compareTo(ABANDONED) > 0;
	}
}
