package org.anomalyflow.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How many cores other processes keep busy, as Linux counts it, between one question and the next. Where this process does not see
 * all cores of the machine, as in most containers, nothing is known: the load may be on cores that it does not have.
 */
final class NeighbourLoad {

	/** Ticks are hundredths of a second; fewer than these tell nothing. */
	private static final long LEAST_TICKS = 25;
	/** In /proc/stat, behind "cpu": user, nice, system, idle, iowait, irq, softirq, steal. */
	private static final int IDLE = 4;
	private static final int IO_WAIT = 5;
	private static final int STEAL = 8;
	/** In /proc/self/stat, behind the name in brackets: the 12th and 13th. */
	private static final int OWN_USER = 11;
	private static final int OWN_SYSTEM = 12;

	private final Path machine;
	private final Path process;
	private final int cores;
	private Sample last;
	private OptionalDouble known = OptionalDouble.empty();

	/** Ticks so far: of all cores, of those that were busy, and of this process. */
	private record Sample(long all, long busy, long own) {}

	/**
	 * Begins to count.
	 *
	 * @param cores that this process may use
	 */
	NeighbourLoad(final int cores) {
		this(Path.of("/proc/stat"), Path.of("/proc/self/stat"), cores);
	}

	/** As {@link #NeighbourLoad(int)}, from other files of the same form. */
	NeighbourLoad(final Path machine, final Path process, final int cores) {
		this.machine = machine;
		this.process = process;
		this.cores = cores;
		last = sample();
	}

	/** How many cores were busy with others since the last time, or before if that is only a moment ago; empty if unknown. */
	OptionalDouble busyCores() {
		final Sample now = sample();
		if (now == null || last == null)
			return OptionalDouble.empty();
		final long all = now.all - last.all;
		if (all >= LEAST_TICKS * cores) {
			known = OptionalDouble.of(Math.max(0, now.busy - last.busy - (now.own - last.own)) * (double) cores / all);
			last = now;
		}
		return known;
	}

	private Sample sample() {
		try {
			final List<String> lines = Files.readAllLines(machine);
			if (lines.stream().filter(line -> line.matches("cpu\\d+ .*")).count() != cores)
				return null;
			final String[] ticks = lines.get(0).split("\\s+");
			long all = 0;
			for (int i = 1; i <= STEAL; i++)
				all += Long.parseLong(ticks[i]);
			final String own = Files.readString(process);
			final String[] fields = own.substring(own.lastIndexOf(')') + 2).split(" ");
			return new Sample(all, all - Long.parseLong(ticks[IDLE]) - Long.parseLong(ticks[IO_WAIT]),
				Long.parseLong(fields[OWN_USER]) + Long.parseLong(fields[OWN_SYSTEM]));
		}
		catch (final IOException | RuntimeException e) {
			return null; // not Linux
		}
	}
}
