package org.anomalyflow.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.evaluation.WatchLog.Stamp;
import org.anomalyflow.image.NaturalOrder;
import org.anomalyflow.util.FileTrees;
import org.anomalyflow.util.InvalidParameterException;

/**
 * The pictures of a folder as they arrive, found by looking again and again, which works on network folders, too. A picture is
 * ready when its file has had the same size and time for a while, by the clock of this process: those of servers differ. A file that
 * changes, or is replaced, is a new picture. The oldest comes first.
 */
final class Arrivals {

	/** A file that cannot be read may still be in the making: so many times as long as any other one it is tried again. */
	private static final int PATIENCE = 10;

	/** What is known of a file. */
	private static final class Seen {

		private final String name;
		private Stamp stamp;
		private long since;
		private boolean done;
		/** When it failed first as it is, and when it is tried again. */
		private long failed;
		private long again;

		Seen(final String name, final Stamp stamp, final long now, final boolean done) {
			this.name = name;
			change(stamp, now);
			this.done = done;
		}

		void change(final Stamp to, final long now) {
			stamp = to;
			since = now;
			done = false;
			failed = 0;
			again = now;
		}
	}

	private final FolderOptions options;
	private final WatchLog log;
	private final long settle;
	private final Consumer<String> tell;
	private final LongSupplier clock;
	private final Map<Path, Seen> files = new HashMap<>();
	private final Map<String, String> names = new HashMap<>();
	private final Deque<Path> ready = new ArrayDeque<>();
	private Set<Path> unreadable = new HashSet<>();
	private boolean rootGone;

	/**
	 * @param log knows what has been judged
	 * @param settle how long a file must stand still
	 * @param tell told once when a folder cannot be looked at
	 * @param clock nanoseconds that only grow
	 */
	Arrivals(final FolderOptions options, final WatchLog log, final Duration settle, final Consumer<String> tell, final LongSupplier clock) {
		this.options = options;
		this.log = log;
		this.settle = settle.toNanos();
		this.tell = tell;
		this.clock = clock;
	}

	/**
	 * Looks what is there.
	 *
	 * @return the pictures that have gone before they were judged
	 */
	List<Path> look() {
		final ImageFolder found;
		try {
			found = ImageFolder.list(options.inputFolder(), options.recursive());
			rootGone = false;
		}
		catch (final InvalidParameterException e) {
			if (!rootGone)
				tell.accept(
					"The folder " + options.inputFolder() + " cannot be looked at (" + e.advice() + "). The watch goes on as soon as it can.");
			rootGone = true;
			return List.of();
		}
		found.unreadable().forEach((folder, reason) -> {
			if (!unreadable.contains(folder))
				tell.accept("The folder " + folder + " cannot be listed: " + reason + ". The watch goes on without it.");
		});
		unreadable = Set.copyOf(found.unreadable().keySet());
		final long now = clock.getAsLong();
		final Set<Path> there = new HashSet<>();
		for (final Path file : found.images())
			if (!isResult(file) && note(file, now))
				there.add(file);
		final List<Path> gone = forget(there);
		ready.clear();
		files
			.entrySet().stream().filter(entry -> isReady(entry.getValue(), now)).sorted(Comparator
				.comparingLong((Map.Entry<Path, Seen> entry) -> entry.getValue().stamp.time()).thenComparing(Map.Entry::getKey, NaturalOrder.PATHS))
			.map(Map.Entry::getKey).forEach(ready::add);
		return gone;
	}

	/** Pictures of results in an output folder that lies in the watched one. */
	private boolean isResult(final Path file) {
		final Path input = absolute(options.inputFolder());
		final Path output = absolute(options.outputFolder());
		return !output.equals(input) && output.startsWith(input) && absolute(file).startsWith(output);
	}

	private static Path absolute(final Path path) {
		return path.toAbsolutePath().normalize();
	}

	private boolean note(final Path file, final long now) {
		final Optional<Stamp> stamp = stamp(file);
		if (stamp.isEmpty())
			return false;
		final String image = image(file);
		final Seen seen = files.get(file);
		if (seen == null)
			files.put(file, new Seen(OutputNames.next(names, image), stamp.get(), now, log.isJudged(image, stamp.get())));
		else if (!seen.stamp.equals(stamp.get()))
			seen.change(stamp.get(), now);
		return true;
	}

	private List<Path> forget(final Set<Path> there) {
		final List<Path> gone = new ArrayList<>();
		for (final Iterator<Map.Entry<Path, Seen>> entries = files.entrySet().iterator(); entries.hasNext();) {
			final Map.Entry<Path, Seen> entry = entries.next();
			final Path file = entry.getKey();
			if (there.contains(file) || unreadable.stream().anyMatch(file::startsWith))
				continue;
			if (!entry.getValue().done)
				gone.add(file);
			names.values().remove(image(file));
			entries.remove();
		}
		return gone;
	}

	private boolean isReady(final Seen seen, final long now) {
		return !seen.done && now - seen.since >= settle && now - seen.again >= 0;
	}

	private static Optional<Stamp> stamp(final Path file) {
		try {
			long size = 0;
			long time = 0;
			// a folder that is an image is still being written as long as a file in it is
			for (final Path each : FileTrees.files(file)) {
				final BasicFileAttributes attributes = Files.readAttributes(each, BasicFileAttributes.class);
				size += attributes.size();
				time = Math.max(time, attributes.lastModifiedTime().toMillis());
			}
			return Optional.of(new Stamp(size, time));
		}
		catch (final IOException | UncheckedIOException e) {
			return Optional.empty();
		}
	}

	/** A picture's path in the folder. */
	String image(final Path file) {
		return OutputNames.relative(options.inputFolder(), file);
	}

	/** The picture to judge now; empty if none is ready. */
	Optional<Path> next() {
		while (!ready.isEmpty()) {
			final Path file = ready.poll();
			if (isUnchanged(file))
				return Optional.of(file);
		}
		return Optional.empty();
	}

	/** Whether a file is as it was; one that has changed must stand still anew. */
	boolean isUnchanged(final Path file) {
		final Seen seen = files.get(file);
		final Optional<Stamp> stamp = stamp(file);
		if (stamp.isPresent() && !stamp.get().equals(seen.stamp))
			seen.change(stamp.get(), clock.getAsLong());
		else if (stamp.isPresent())
			return true;
		return false;
	}

	/** The name of a picture's outputs. */
	String name(final Path file) {
		return files.get(file).name;
	}

	/** What a picture's file was like when it was judged. */
	Stamp stampOf(final Path file) {
		return files.get(file).stamp;
	}

	/** A picture needs no more work as it is. */
	void done(final Path file) {
		files.get(file).done = true;
	}

	/** A picture could not be judged; whether there is no hope left that it is still being written. */
	boolean isHopeless(final Path file) {
		final Seen seen = files.get(file);
		final long now = clock.getAsLong();
		if (seen.failed == 0)
			seen.failed = now;
		seen.again = now + settle;
		return now - seen.failed >= PATIENCE * settle;
	}

	/** How many are ready. */
	int waiting() {
		return ready.size();
	}
}
