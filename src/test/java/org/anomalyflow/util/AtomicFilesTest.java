package org.anomalyflow.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.anomalyflow.OwnJava;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands where after writing, also after a kill. */
@Timeout(60)
class AtomicFilesTest {

	private static final String OTHER_SYSTEM = ".a.csv.aflow-0123456789abcdef-1-0123456789ab.tmp";

	@TempDir
	Path folder;

	private final List<Process> writers = new ArrayList<>();

	@AfterEach
	void endWriters() {
		writers.forEach(Process::destroyForcibly);
	}

	/** Writes half a file and then waits to be killed. */
	static final class SlowWriter {

		public static void main(final String[] args) {
			AtomicFiles.write(Path.of(args[0]), temporary -> {
				Files.writeString(temporary, "half");
				System.out.println("half");
				try {
					TimeUnit.MINUTES.sleep(1);
				}
				catch (final InterruptedException e) {
					Thread.currentThread().interrupt();
				}
			});
		}
	}

	private Process startWriter(final Path target) throws IOException {
		final Process writer = new ProcessBuilder(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-cp", System.getProperty("java.class.path"),
			SlowWriter.class.getName(), target.toString()).redirectErrorStream(true).start();
		writers.add(writer);
		assertEquals("half", writer.inputReader().readLine());
		return writer;
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	/** As another process would: this one looks into a folder only once. */
	private void sweep() throws IOException {
		final Path fresh = Temporaries.create(folder.resolve("fresh"));
		Temporaries.sweep(fresh);
		Files.delete(fresh);
	}

	@Test
	void onlyTheTargetIsLeft() throws IOException {
		final Path target = folder.resolve("a.csv");
		AtomicFiles.write(target, temporary -> Files.writeString(temporary, "one"));
		AtomicFiles.write(target, temporary -> Files.writeString(temporary, "two"));
		assertThrows(AnomalyFlowException.class, () -> AtomicFiles.write(target, temporary -> {
			Files.writeString(temporary, "three");
			throw new IOException("no room");
		}));
		AtomicFiles.checkWritable(folder.resolve("b.csv"));
		assertEquals(List.of("a.csv"), names());
		assertEquals("two", Files.readString(target));
	}

	@Test
	void whatAKilledProcessLeavesIsClearedAwayAndWhatARunningOneWritesIsNot() throws IOException, InterruptedException {
		assumeTrue(Files.exists(Path.of("/proc/sys/kernel/random/boot_id")), "needs a Linux that names its start");
		final Process killed = startWriter(folder.resolve("a.csv"));
		startWriter(folder.resolve("b.csv"));
		assertEquals(2, names().size());
		assertTrue(killed.destroyForcibly().waitFor(10, TimeUnit.SECONDS));
		assertEquals(2, names().size(), "a kill leaves the file");
		AtomicFiles.write(folder.resolve("c.csv"), temporary -> Files.writeString(temporary, "whole"));
		final List<String> left = names();
		assertEquals(2, left.size(), left.toString());
		assertTrue(left.get(0).startsWith(".b.csv.aflow-") && left.get(1).equals("c.csv"), left.toString());
	}

	@Test
	void whatAnotherSystemWritesIsClearedAwayAfterADay() throws IOException {
		final Path file = Files.writeString(folder.resolve(OTHER_SYSTEM), "half");
		sweep();
		assertEquals(List.of(OTHER_SYSTEM), names(), "its process may run");
		setAge(file, Duration.ofHours(23));
		sweep();
		assertEquals(List.of(OTHER_SYSTEM), names());
		setAge(file, Duration.ofHours(25));
		sweep();
		assertEquals(List.of(), names());
	}

	@Test
	void othersFilesStayHoweverOldTheyAre() throws IOException {
		final List<String> others = List.of(".a.csv.0123456789ab.tmp", ".a.csv.aflow-any-x-0123456789ab.tmp", ".aflow-any-1-0123456789ab.tmp",
			"a.csv.aflow-any-1-0123456789ab.tmp");
		for (final String name : others)
			setAge(Files.writeString(folder.resolve(name), "theirs"), Duration.ofDays(400));
		setAge(Files.createDirectory(folder.resolve(OTHER_SYSTEM)), Duration.ofDays(400));
		sweep();
		assertEquals(others.size() + 1, names().size(), names().toString());
	}

	private static void setAge(final Path file, final Duration age) throws IOException {
		Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - age.toMillis()));
	}
}
