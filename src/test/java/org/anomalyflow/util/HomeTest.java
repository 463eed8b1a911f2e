package org.anomalyflow.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class HomeTest {

	private static final String USER = Path.of("user").toAbsolutePath().toString();
	private static final String HOME = Path.of("home").toAbsolutePath().toString();

	@Test
	void theEnvironmentNamesTheFolder() {
		assertEquals(Path.of(USER, ".anomaly-flow"), Home.folder(Map.of(), USER));
		assertEquals(Path.of(USER, ".anomaly-flow"), Home.folder(Map.of("ANOMALY_FLOW_HOME", " "), USER));
		assertEquals(Path.of("over there"), Home.folder(Map.of("ANOMALY_FLOW_HOME", " over there "), USER));
	}

	@Test
	void javaMayNotKnowHome() {
		assertTrue(Home.isKnown(HOME));
		for (final String unknown : List.of("?", "", "home", "a\0b"))
			assertFalse(Home.isKnown(unknown), unknown);
	}

	@Test
	void theTildeIsWhatHomeSays() {
		assertEquals(Path.of(HOME, ".anomaly-flow"), Home.folder(Map.of("HOME", HOME), USER));
		assertEquals(Path.of(HOME, "cache"), Home.folder(Map.of("HOME", HOME, "ANOMALY_FLOW_HOME", "~/cache"), USER));
		assertEquals(Path.of(HOME), Home.folder(Map.of("HOME", HOME, "ANOMALY_FLOW_HOME", "~"), USER));
		assertEquals(Path.of(USER, ".anomaly-flow"), Home.folder(Map.of("HOME", "somewhere"), USER), "no whole path");
	}

	@Test
	void aUserWhomNobodyKnowsHasNoHomeInTheCurrentFolder() {
		assertEquals(Path.of(HOME, ".anomaly-flow"), Home.folder(Map.of("HOME", HOME), "?"));
		assertEquals(Path.of("here"), Home.folder(Map.of("ANOMALY_FLOW_HOME", "here"), "?"));
		for (final String unknown : List.of("?", ""))
			assertTrue(
				assertThrows(AnomalyFlowException.class, () -> Home.folder(Map.of(), unknown)).getMessage().contains("Set ANOMALY_FLOW_HOME"));
	}
}
