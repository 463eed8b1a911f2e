package org.anomalyflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;
import ij.process.ColorProcessor;

import org.anomalyflow.sample.LargeImageDemo;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;

/** Pictures of fabric and small models of it, for tests of large images. */
final class Fabric {

	/** The side of the images and tiles that the models see, in pixels. */
	static final int TILE = 64;

	private Fabric() {}

	static void train(final Path good, final Path model, final String tile) {
		flow(new ArrayList<>()).train(good.toFile(), null, model.toFile(), TrainingOptions.builder().optModel("danflow")
			.optBackbone("filter-bank").optImageSize(TILE).optEpochs(3).optHoldout("quick").optTile(tile).build());
	}

	static ImagePlus image(final int side, final long seed, final List<LargeImageDemo.Planted> defects) {
		return new ImagePlus("fabric", new ColorProcessor(side, side, LargeImageDemo.fabric(side, seed, defects)));
	}

	static AnomalyFlow flow(final List<String> said) {
		return new AnomalyFlow("cpu", "float32", new Progress() {

			@Override
			public void update(final String stage, final long done, final long total, final String detail) {
				// not looked at
			}

			@Override
			public void message(final String line) {
				said.add(line);
			}

			@Override
			public boolean isCancelled() {
				return false;
			}
		});
	}
}
