package org.anomalyflow.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.anomalyflow.OwnJava;
import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DownloaderTest {

	private static final Downloader.Patience HASTE = new Downloader.Patience(Duration.ofMillis(700), 3, Duration.ofMillis(10));

	@TempDir
	Path folder;

	private final byte[] content = new byte[300_000];
	private final List<String> messages = new CopyOnWriteArrayList<>();
	private Path target;
	private String sha256;

	@BeforeEach
	void makeContent() throws IOException {
		new Random(3).nextBytes(content);
		sha256 = Hashes.sha256(Files.write(folder.resolve("source"), content));
		target = folder.resolve("store/weights-1.pth");
	}

	@Test
	void aGoodFileIsFetchedOnce() throws IOException {
		try (TestServer server = new TestServer(content)) {
			fetch(server, "/file", sha256);
			fetch(server, "/file", sha256.substring(0, 8));
			assertComplete();
			assertEquals(List.of("null"), server.ranges);
			assertTrue(messages.isEmpty(), messages.toString());
		}
	}

	@Test
	void aBrokenConnectionGoesOnWhereItEnded() throws IOException {
		try (TestServer server = new TestServer(content, TestServer.BREAKS, TestServer.BREAKS, TestServer.BREAKS, TestServer.BREAKS)) {
			fetch(server, "/file", sha256);
			assertComplete();
			assertEquals(5, server.ranges.size());
			assertTrue(server.ranges.stream().skip(1).allMatch(range -> range.startsWith("bytes=")), server.ranges.toString());
		}
	}

	@Test
	void aLaterCallGoesOnWhereAnEarlierOneFailed() throws IOException {
		try (TestServer server = new TestServer(content, TestServer.BREAKS, TestServer.status(500), TestServer.status(500),
			TestServer.status(500)))
		{
			assertFails(server, "/file", sha256, "status 500, tried 3 times");
			fetch(server, "/file", sha256);
			assertComplete();
			assertTrue(server.ranges.get(4).startsWith("bytes="), server.ranges.toString());
		}
	}

	@Test
	void aServerWithoutRangesSendsEverythingAgain() throws IOException {
		try (TestServer server = new TestServer(content, TestServer.BREAKS, TestServer.WITHOUT_RANGES)) {
			fetch(server, "/file", sha256);
			assertComplete();
		}
	}

	@Test
	void anotherPartThanAskedForStartsAgain() throws IOException {
		try (TestServer server = new TestServer(content, TestServer.BREAKS, TestServer.WRONG_PART)) {
			fetch(server, "/file", sha256);
			assertComplete();
			assertEquals("null", server.ranges.get(2));
		}
	}

	@Test
	void aWrongFileIsDeletedAndBothHashesTold() throws IOException {
		final String wrong = "0123456789abcdef".repeat(4);
		try (TestServer server = new TestServer(content)) {
			final String message = assertFails(server, "/file", wrong, "expected " + wrong);
			assertTrue(message.contains(sha256), message);
			assertFails(server, "/file", "01234567", "expected 01234567...");
		}
		try (Stream<Path> left = Files.list(target.getParent())) {
			assertEquals(List.of(".weights-1.pth.lock"), left.map(f -> f.getFileName().toString()).toList());
		}
	}

	@Test
	void aTruncatedFileIsNotTaken() throws IOException {
		try (TestServer server = new TestServer(content, TestServer.TRUNCATED)) {
			assertFails(server, "/file", sha256, content.length / 2 + " bytes");
			assertFalse(Files.exists(target.resolveSibling(".weights-1.pth.part")), "its bytes are of no use");
			fetch(server, "/file", sha256);
			assertComplete();
		}
	}

	@Test
	void foreignBytesOfAnEarlierAttemptAreReplaced() throws IOException {
		Files.createDirectories(target.getParent());
		Files.write(target.resolveSibling(".weights-1.pth.part"), new byte[1000]);
		try (TestServer server = new TestServer(content)) {
			fetch(server, "/file", sha256);
			assertComplete();
			assertEquals(List.of("bytes=1000-", "null"), server.ranges);
		}
	}

	@Test
	void anUnfinishedFileThatIsTooLongIsReplaced() throws IOException {
		Files.createDirectories(target.getParent());
		Files.write(target.resolveSibling(".weights-1.pth.part"), new byte[content.length + 7]);
		try (TestServer server = new TestServer(content)) {
			fetch(server, "/file", sha256);
			assertComplete();
		}
	}

	@Test
	void aDamagedFileUnderTheFinalNameIsReplaced() throws IOException {
		Files.createDirectories(target.getParent());
		Files.write(target, new byte[10]);
		try (TestServer server = new TestServer(content)) {
			fetch(server, "/file", sha256);
			assertComplete();
		}
	}

	@Test
	void redirectsAreFollowedAndTheHubsHashIsChecked() throws IOException {
		try (TestServer server = new TestServer(content, TestServer.GOOD, TestServer.BREAKS)) {
			fetch(server, "/hub?" + sha256, "");
			assertComplete();
			assertTrue(messages.isEmpty(), messages.toString());
			Files.delete(target);
			final String wrong = "f".repeat(64);
			assertFails(server, "/hub?" + wrong, "", "expected " + wrong);
		}
	}

	@Test
	void aFileWithoutAnyChecksumIsTakenWithAWord() throws IOException {
		try (TestServer server = new TestServer(content, TestServer.BREAKS)) {
			fetch(server, "/file", "");
			assertComplete();
			assertEquals(List.of("null", "null"), server.ranges, "without a checksum parts are not joined");
			assertTrue(messages.get(1).contains("nobody publishes a checksum"), messages.toString());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 403, 401, 407 })
	void aRefusalIsFinalAndSaysWhatToDo(final int status) throws IOException {
		try (TestServer server = new TestServer(content, TestServer.status(status))) {
			final String message = assertFails(server, "/file", sha256, "status " + status);
			assertTrue(message.contains("--action import --file"), message);
			assertEquals(1, server.ranges.size());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 503, 500, 429, 408 })
	void aBusyServerIsAskedAgain(final int status) throws IOException {
		try (TestServer server = new TestServer(content, TestServer.status(status), TestServer.status(status))) {
			fetch(server, "/file", sha256);
			assertComplete();
			assertEquals(2, messages.size());
		}
	}

	@Test
	void aStalledConnectionIsGivenUpAndTriedAgain() throws IOException {
		try (TestServer server = new TestServer(content, TestServer.STALLS)) {
			fetch(server, "/file", sha256);
			assertComplete();
			assertTrue(messages.get(0).contains("no data for"), messages.toString());
		}
	}

	@Test
	void aServerThatStaysSilentIsGivenUp() throws IOException {
		try (TestServer server = new TestServer(content, TestServer.SILENT, TestServer.SILENT, TestServer.SILENT)) {
			final String message = assertFails(server, "/file", sha256, "tried 3 times");
			assertTrue(message.contains("HTTPS_PROXY") && message.contains("--action import --file"), message);
		}
	}

	@Test
	void aProxyOfTheEnvironmentIsUsed() throws IOException {
		try (TestServer proxy = new TestServer(content)) {
			final URI elsewhere = URI.create("http://weights.example/file");
			new Downloader(HASTE, Map.of("http_proxy", proxy.uri("").toString())).fetch(elsewhere, sha256, target, listener());
			assertComplete();
			assertEquals(1, proxy.ranges.size());
		}
	}

	@Test
	void anUnreachableServerIsNamed() throws IOException {
		final TestServer gone = new TestServer(content);
		gone.close();
		assertFails(gone, "/file", sha256, "Cannot fetch " + gone.uri("/file"));
	}

	@Test
	void cancellingKeepsWhatHasCome() throws IOException {
		final Progress impatient = new Progress() {

			private volatile boolean some;

			@Override
			public void update(final String stage, final long done, final long total, final String detail) {
				some |= done > 0;
			}

			@Override
			public void message(final String line) {
				messages.add(line);
			}

			@Override
			public boolean isCancelled() {
				return some;
			}
		};
		try (TestServer server = new TestServer(content, TestServer.STALLS)) {
			assertThrows(CancelledException.class, () -> new Downloader(HASTE, Map.of()).fetch(server.uri("/file"), sha256, target, impatient));
			assertFalse(Files.exists(target));
			fetch(server, "/file", sha256);
			assertComplete();
			assertTrue(server.ranges.get(1).startsWith("bytes="), server.ranges.toString());
		}
	}

	@Test
	void twoThreadsFetchTheFileOnce() throws Exception {
		try (TestServer server = new TestServer(content, TestServer.STALLS)) {
			final List<Throwable> failures = new CopyOnWriteArrayList<>();
			final List<Thread> threads = Stream.generate(() -> new Thread(() -> fetch(server, "/file", sha256))).limit(3).toList();
			threads.forEach(t -> t.setUncaughtExceptionHandler((thread, e) -> failures.add(e)));
			threads.forEach(Thread::start);
			for (final Thread thread : threads)
				thread.join();
			assertEquals(List.of(), failures);
			assertComplete();
			assertEquals(2, server.ranges.size(), "one stalled and one good request");
			assertTrue(messages.stream().anyMatch(m -> m.contains("waiting for another process")), messages.toString());
		}
	}

	@Test
	void twoProcessesFetchTheFileOnce() throws Exception {
		try (TestServer server = new TestServer(content, TestServer.STALLS)) {
			final List<Process> processes = List.of(startOther(server), startOther(server));
			for (final Process process : processes)
				assertEquals(0, process.waitFor());
			assertComplete();
			assertEquals(2, server.ranges.size(), "one stalled and one good request");
		}
	}

	@Test
	void whatAKilledProcessHasFetchedIsKept() throws Exception {
		try (TestServer server = new TestServer(content, TestServer.STALLS)) {
			final Process killed = startOther(server);
			final Path part = target.resolveSibling(".weights-1.pth.part");
			while (!Files.exists(part) || Files.size(part) < content.length / 2)
				Thread.sleep(20);
			assertTrue(killed.isAlive());
			killed.destroyForcibly().waitFor();
			assertFalse(Files.exists(target));
			fetch(server, "/file", sha256);
			assertComplete();
			assertEquals(List.of("null", "bytes=" + content.length / 2 + "-"), server.ranges);
		}
	}

	private Process startOther(final TestServer server) throws IOException {
		return new ProcessBuilder(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-cp", System.getProperty("java.class.path"), Other.class.getName(),
			server.uri("/file").toString(), sha256, target.toString()).inheritIO().start();
	}

	/** The other process. */
	static final class Other {

		public static void main(final String[] args) {
			new Downloader(new Downloader.Patience(Duration.ofSeconds(2), 3, Duration.ofMillis(10)), Map.of()).fetch(URI.create(args[0]), args[1],
				Path.of(args[2]), Progress.NONE);
		}
	}

	private void fetch(final TestServer server, final String path, final String hash) {
		new Downloader(HASTE, Map.of()).fetch(server.uri(path), hash, target, listener());
	}

	private String assertFails(final TestServer server, final String path, final String hash, final String reason) {
		final String message = assertThrows(AnomalyFlowException.class, () -> fetch(server, path, hash)).getMessage();
		assertTrue(message.contains(reason), message);
		assertFalse(Files.exists(target));
		return message;
	}

	private void assertComplete() throws IOException {
		assertArrayEquals(content, Files.readAllBytes(target));
		assertFalse(Files.exists(target.resolveSibling(".weights-1.pth.part")));
	}

	private Progress listener() {
		return new Progress() {

			@Override
			public void update(final String stage, final long done, final long total, final String detail) {
				assertTrue(0 <= done && done <= total && total >= 1, done + " of " + total);
			}

			@Override
			public void message(final String line) {
				messages.add(line);
			}

			@Override
			public boolean isCancelled() {
				return false;
			}
		};
	}
}
