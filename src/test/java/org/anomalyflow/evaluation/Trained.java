package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.Progress;

/** A small model of synthetic images, and how tests use it. */
final class Trained {

	/** A category with a few images, of which the model was trained on those in {@code train/good}. */
	final Path category;
	final Path model;

	/** @param folder where to keep both */
	Trained(final Path folder) {
		SampleData.generate(folder.resolve("data"), List.of("weave"), 12, 42, Progress.NONE);
		category = folder.resolve("data/weave");
		model = folder.resolve("weave.aflow");
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(category.toFile(), null, model.toFile(),
			TrainingOptions.builder().optBackbone("filter-bank").optImageSize(64).optEpochs(1).optHoldout("quick").build());
	}

	BatchOutcome detect(final Path input, final Path output, final boolean recursive, final String write, final Progress progress) {
		return new AnomalyFlow("cpu", "float32", progress).detectFolder(
			FolderOptions.of(input.toFile(), output.toFile(), model.toFile(), recursive, write, true, DetectionOptions.builder().build()));
	}

	BatchOutcome evaluate(final Path dataset, final Path output, final Progress progress) {
		return new AnomalyFlow("cpu", "float32", progress).evaluate(EvaluationOptions.builder().setDataset(dataset.toFile())
			.setOutputFolder(output.toFile()).optModelFile(model.toFile()).optWrite("tables+overlays+rois").build());
	}

	/** Remembers what it is told; does something at each update. */
	static class Listener implements Progress {

		final List<String> messages = new ArrayList<>();
		private final Consumer<Long> atUpdate;
		private boolean cancelled;

		Listener() {
			this(done -> {});
		}

		/** @param atUpdate is given how many items are done */
		Listener(final Consumer<Long> atUpdate) {
			this.atUpdate = atUpdate;
		}

		void cancel() {
			cancelled = true;
		}

		/** Whether something told has all these words. */
		boolean heard(final String... words) {
			return messages.stream().anyMatch(line -> List.of(words).stream().allMatch(line::contains));
		}

		@Override
		public void update(final String stage, final long done, final long total, final String detail) {
			atUpdate.accept(done);
		}

		@Override
		public void message(final String line) {
			messages.add(line);
		}

		@Override
		public boolean isCancelled() {
			return cancelled;
		}
	}
}
