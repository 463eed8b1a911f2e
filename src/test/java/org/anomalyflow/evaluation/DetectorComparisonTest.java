package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.evaluation.Trained.Listener;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All detectors that there are, compared on a few images. */
class DetectorComparisonTest {

	@TempDir
	static Path folder;

	@BeforeAll
	static void makeImages() {
		SampleData.generate(folder.resolve("data"), List.of("metal"), 8, 3, Progress.NONE);
	}

	private static BatchOutcome compare(final String output, final String models, final Progress progress) {
		return new AnomalyFlow("cpu", "float32", progress).compare(EvaluationOptions.builder().setDataset(folder.resolve("data").toFile())
			.setOutputFolder(folder.resolve(output).toFile()).optModels(models).optWrite("tables")
			.optTraining(TrainingOptions.builder().optImageSize(64).optEpochs(1).optHoldout("quick").build()).build(), "filter-bank", 0);
	}

	/** auto stands for whatever suits the good images of a category. */
	@Test
	void leavesTheChoiceToTheImages() throws Exception {
		final Listener listener = new Listener();
		assertEquals(0, compare("auto", "auto", listener).failed());
		assertTrue(listener.heard("So model=auto takes"));
		final List<String> table = Files.readAllLines(folder.resolve("auto/comparison.csv"));
		assertEquals(List.of("auto"), table.subList(1, table.size()).stream().map(line -> line.split(",")[0]).toList());
	}

	/** Interrupted and started again, it repeats nothing and writes the same table, times aside. */
	@Test
	void comparesAllThatThereAreAndGoesOn() throws Exception {
		final Listener stopping = new Listener();
		final Listener first = new Listener() {

			@Override
			public void message(final String line) {
				super.message(line);
				if (line.startsWith("Training metal/" + Detectors.names().get(2)))
					cancel();
			}
		};
		assertThrows(CancelledException.class, () -> compare("all", "all", first));
		assertFalse(Files.exists(folder.resolve("all/comparison.csv")));
		final BatchOutcome outcome = compare("all", "all", stopping);
		assertEquals(0, outcome.failed());
		assertEquals(Detectors.names().size(), outcome.items());
		assertTrue(stopping.heard("metal/" + Detectors.names().get(0), "was finished before"));
		assertFalse(stopping.heard("Training metal/" + Detectors.names().get(0)));
		final List<String> table = Files.readAllLines(folder.resolve("all/comparison.csv"));
		assertEquals(Detectors.names().stream().sorted().toList(),
			table.subList(1, table.size()).stream().map(line -> line.split(",")[0]).sorted().toList());
		final String report = Files.readString(folder.resolve("all/comparison.html"));
		for (final String name : Detectors.names())
			assertTrue(report.contains(name));
		assertTrue(Files.exists(folder.resolve("all/filter-bank/report.html")));
		final Listener again = new Listener();
		compare("all", "all", again);
		assertEquals(report, Files.readString(folder.resolve("all/comparison.html")));
		assertFalse(again.heard("Training"));
	}

	/** A detector that fails does not take the others with it. */
	@Test
	void whatFailsIsListed() throws Exception {
		final BatchOutcome outcome = new AnomalyFlow("cpu", "float32", Progress.NONE).compare(EvaluationOptions.builder()
			.setDataset(folder.resolve("data").toFile()).setOutputFolder(folder.resolve("failing").toFile()).optModels("patchcore,padim")
			.optWrite("tables").optTraining(TrainingOptions.builder().optImageSize(64).optDetectorOption("channels", "4000").build()).build(),
			"filter-bank", 0);
		assertEquals(1, outcome.failed());
		assertTrue(Files.readString(outcome.errors()).contains("filter-bank/metal/padim-42"));
		assertTrue(Files.readString(folder.resolve("failing/comparison.html")).contains("channels"));
	}

	@Test
	void backbonesAreNamedOrAutomatic() {
		assertEquals(List.of("filter-bank", "resnet18"), ComparedBackbones.of(" filter-bank, resnet18 ", 0, Progress.NONE).names());
		final Listener told = new Listener();
		assertEquals("filter-bank", ComparedBackbones.of("auto", 0, told).names().get(0));
		assertTrue(told.heard("Backbones: filter-bank"));
		assertTrue(assertThrows(InvalidParameterException.class, () -> ComparedBackbones.of("resnet19", 0, Progress.NONE)).getMessage()
			.contains("resnet18"));
	}

	/** On the filter bank detectors find out how long to train; elsewhere a number may be told. */
	@Test
	void networksMayHaveEpochsOfTheirOwn() {
		final TrainingOptions training = TrainingOptions.builder().optEpochs(3).build();
		final ComparedBackbones told = ComparedBackbones.of("filter-bank,resnet18", 20, Progress.NONE);
		assertEquals(3, told.training(training, "filter-bank").epochs());
		assertEquals(20, told.training(training, "resnet18").epochs());
		assertEquals("resnet18", told.training(training, "resnet18").backbone());
		assertEquals("3; 20 on pretrained networks", told.epochs(training));
		final ComparedBackbones untold = ComparedBackbones.of("filter-bank,resnet18", 0, Progress.NONE);
		assertEquals(3, untold.training(training, "resnet18").epochs());
		assertEquals("each detector\u2019s own", untold.epochs(TrainingOptions.builder().build()));
	}
}
