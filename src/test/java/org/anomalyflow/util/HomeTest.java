package org.anomalyflow.util;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

class HomeTest {

	@Test
	void theEnvironmentNamesTheFolder() {
		final Path user = Path.of("user");
		assertEquals(user.resolve(".anomaly-flow"), Home.folder(Map.of(), user));
		assertEquals(user.resolve(".anomaly-flow"), Home.folder(Map.of("ANOMALY_FLOW_HOME", " "), user));
		assertEquals(Path.of("over there"), Home.folder(Map.of("ANOMALY_FLOW_HOME", " over there "), user));
	}
}
