package org.anomalyflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.sun.jna.Platform;

import org.anomalyflow.OwnJava;
import org.anomalyflow.host.cli.RefusingProxy;
import org.anomalyflow.util.Home;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine leaves a host's process as it was; programs of their own. */
class OwnProcessTest {

	private static final int LIMIT_SECONDS = 120;
	private static final String SITE = "CONNECT publish.djl.ai:443 HTTP/1.1";

	@TempDir
	Path folder;

	private final Map<String, String> environment = new HashMap<>();
	private final List<String> options = new ArrayList<>();

	private String run(final boolean libraries, final String... args) throws IOException, InterruptedException {
		final String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		final List<String> command = new ArrayList<>(
			List.of(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-cp", Arrays.stream(classPath.split(File.pathSeparator))
				.filter(entry -> libraries || !entry.contains("pytorch-native")).collect(Collectors.joining(File.pathSeparator))));
		command.addAll(options);
		command.add(HostProgram.class.getName());
		command.addAll(List.of(args));
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
		builder.environment().keySet()
			.removeIf(key -> key.matches("DJL_OFFLINE|OPT_OUT_TRACKING|ANOMALY_FLOW_TUNING|MALLOC_.*|GOMP_.*|THP_.*|(?i).*_proxy"));
		builder.environment().putAll(environment);
		final Process process = builder.start();
		process.getOutputStream().close();
		final String text = new String(process.getInputStream().readAllBytes());
		assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), text);
		assertTrue(text.contains("DONE"), text);
		return text;
	}

	/** The engine's libraries need not be unpacked again. */
	private void useUnpackedEngine() {
		environment.put("ENGINE_CACHE_DIR", Home.folder().resolve("engine").toString());
	}

	@Test
	void aHostStaysAsItWas() throws IOException, InterruptedException {
		useUnpackedEngine();
		assertEquals("DONE", run(true).trim());
	}

	@Test
	void theUserMayAllowIt() throws IOException, InterruptedException {
		useUnpackedEngine();
		environment.put("ANOMALY_FLOW_TUNING", "true");
		final String text = run(true);
		for (final String name : new String[]{ "property OPT_OUT_TRACKING: null -> true", "property ai.djl.offline: null -> true" })
			assertTrue(text.contains("CHANGED " + name), text);
		assumeTrue(Platform.isLinux());
		assertTrue(text.contains("CHANGED environment GOMP_SPINCOUNT: null -> 10000"), text);
		assertTrue(text.contains("CHANGED malloc maps large blocks: true -> false"), text);
	}

	@Test
	void theUserMayAllowItByPropertyToo() {
		assertTrue(OwnProcess.isAllowed(Map.of(), "true"));
		assertTrue(OwnProcess.isAllowed(Map.of("ANOMALY_FLOW_TUNING", "true"), "false"));
		assertFalse(OwnProcess.isAllowed(Map.of("ANOMALY_FLOW_TUNING", "false"), "true"));
		assertFalse(OwnProcess.isAllowed(Map.of(), null));
	}

	/** A failure must take back what was set, too. */
	@Test
	void missingLibrariesAreFetchedWithConsentOnlyThroughTheHostsProxy() throws IOException, InterruptedException {
		try (RefusingProxy proxy = new RefusingProxy()) {
			final String[] address = proxy.address().replace("http://", "").split(":");
			options.addAll(List.of("-Dhttps.proxyHost=" + address[0], "-Dhttps.proxyPort=" + address[1]));
			environment.put("ANOMALY_FLOW_HOME", folder.resolve("home").toString());
			for (final String offline : new String[]{ "", "false", "true" }) {
				if (!offline.isEmpty())
					environment.put("DJL_OFFLINE", offline);
				final String refused = run(false);
				assertTrue(refused.contains("FAILED The engine's libraries are not here"), refused);
				assertFalse(refused.contains("CHANGED"), refused);
				assertEquals(List.of(), proxy.requests);
				assertFalse(Files.exists(folder.resolve("home")), "no half files");
			}
			environment.remove("DJL_OFFLINE");
			options.add("-Dai.djl.offline=false");
			assertTrue(run(false).contains("FAILED The engine's libraries are not here"));
			assertEquals(List.of(), proxy.requests);
			options.remove(options.size() - 1);
			final String agreed = run(false, "yes");
			assertTrue(agreed.contains("cannot be fetched from https://publish.djl.ai/pytorch/"), agreed);
			assertFalse(agreed.contains("CHANGED"), agreed);
			assertTrue(proxy.requests.contains(SITE), proxy.requests.toString());
		}
	}
}
