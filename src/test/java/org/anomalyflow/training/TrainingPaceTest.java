package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingPaceTest {

	private static final String BANK = "filter-bank";

	@TempDir
	Path folder;

	private double seconds(final String model, final int epochs, final String holdout, final int images) {
		return new TrainingPace(folder).estimate(model, BANK, epochs, holdout, images).orElseThrow().seconds();
	}

	@Test
	void whatWasMeasuredHereComesFirst() throws IOException {
		assertFalse(new TrainingPace(folder).estimate("cs-flow", BANK, 4, "quick", 10).orElseThrow().measured());
		Files.writeString(folder.resolve("pace.properties"), "cs-flow.filter-bank=0.5\n");
		assertTrue(new TrainingPace(folder).estimate("cs-flow", BANK, 4, "quick", 10).orElseThrow().measured());
		assertEquals(0.5 * 4 * 10, seconds("cs-flow", 4, "quick", 10));
		assertEquals(3 * 0.5 * 4 * 10, seconds("cs-flow", 4, "cross", 10), "two thirds for the folds");
		assertEquals(3 * 0.5 * 4 * 10, seconds("cs-flow", 4, "auto", 10), "few images are cross-validated");
		assertEquals(0.5 * 4 * 100, seconds("cs-flow", 4, "auto", 100));
	}

	@Test
	void aFileThatSomebodyHasSpoiltIsNoFailure() throws IOException {
		for (final String text : List.of("cs-flow.filter-bank=soon", "cs-flow.filter-bank=-1", "\\u12")) {
			Files.writeString(folder.resolve("pace.properties"), text);
			assertFalse(new TrainingPace(folder).estimate("cs-flow", BANK, 1, "quick", 1).orElseThrow().measured(), text);
		}
		assertTrue(new TrainingPace(folder).estimate("cs-flow", "eva-large", 1, "quick", 1).isEmpty());
	}

	@Test
	void effortsAreParameters() {
		final int own = TrainingEffort.ownEpochs("cs-flow", BANK, 30);
		assertTrue(own >= 4);
		assertEquals(Map.of("epochs", Integer.toString(own / 4), "holdout", "quick"), TrainingEffort.QUICK.inputs("cs-flow", BANK, 30));
		assertEquals(Map.of("epochs", "0", "holdout", "auto"), TrainingEffort.USUAL.inputs("cs-flow", BANK, 30));
		assertEquals(Map.of("epochs", "0", "holdout", "cross"), TrainingEffort.THOROUGH.inputs("cs-flow", BANK, 30),
			"on the filter bank a flow finds out by itself");
		final int fixed = TrainingEffort.ownEpochs("cs-flow", "efficientnet-b5", 30);
		assertEquals(Map.of("epochs", Integer.toString(2 * fixed), "holdout", "cross"),
			TrainingEffort.THOROUGH.inputs("cs-flow", "efficientnet-b5", 30));
		assertEquals(Map.of("epochs", "0", "holdout", "quick"), TrainingEffort.QUICK.inputs("patchcore", BANK, 30), "one pass has no epochs");
	}
}
