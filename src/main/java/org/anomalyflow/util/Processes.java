package org.anomalyflow.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Marks that processes leave in files, {@code SYSTEM-PROCESS}, by which another process can tell that they have ended. A system
 * is that within which a process number means one process: one start of a machine and, in containers, one space of process
 * numbers; {@code any} where the system does not tell, which is everywhere but on Linux.
 */
public final class Processes {

	private static final String UNKNOWN = "any";
	private static final String SYSTEM = system();
	private static final Pattern MARK = Pattern.compile("([0-9a-f]{16}|any)-(\\d{1,18})");

	private Processes() {}

	/** The mark of this process. */
	public static String self() {
		return SYSTEM + "-" + ProcessHandle.current().pid();
	}

	/** Whether a mark is that of a process of this system that does not run any more; false where that is not known. */
	public static boolean hasEnded(final String mark) {
		final Matcher matcher = MARK.matcher(mark);
		return matcher.matches() && !UNKNOWN.equals(SYSTEM) && SYSTEM.equals(matcher.group(1)) &&
			!ProcessHandle.of(Long.parseLong(matcher.group(2))).map(ProcessHandle::isAlive).orElse(false);
	}

	private static String system() {
		try {
			final String start = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
			final Path space = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
			return Digests.sha256(start + space).substring(0, 16);
		}
		catch (final IOException | RuntimeException e) {
			return UNKNOWN;
		}
	}
}
