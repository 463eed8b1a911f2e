package org.anomalyflow.backbone;

import static org.anomalyflow.golden.Golden.assertWithin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FilterBankTest {

	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	@Test
	void kernelsAndMapsAreThoseOfTheReference() {
		for (final Path file : Golden.files("filter-bank", ""))
			try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
				assertWithin(golden.floats("gabor"), FilterKernels.gabor(), 1e-6, "gabor");
				assertWithin(golden.floats("dog"), FilterKernels.contrast(), 1e-6, "contrast");
				final FilterBank bank = new FilterBank(context, FilterBank.COLOUR);
				for (final String name : golden.names())
					if (name.endsWith(".input")) {
						final NDList maps = bank.features(Tensors.toEngine(scope, golden.tensor(name)));
						for (int scale = 0; scale < maps.size(); scale++)
							assertWithin(golden.floats(name.replace("input", "scale" + scale)), maps.get(scale).toFloatArray(), 1e-4,
								name + " scale " + scale);
					}
			}
	}

	@Test
	void mapsAreAsAnnounced() {
		for (final String variant : new String[]{ FilterBank.COLOUR, FilterBank.GRAY })
			try (NDManager scope = context.newScope()) {
				final FilterBank bank = new FilterBank(context, variant);
				final NDList maps = bank.features(image(scope, 128, 96, 1));
				for (int i = 0; i < maps.size(); i++) {
					final Backbone.MapSpec spec = bank.maps().get(i);
					assertEquals(new Shape(1, spec.channels(), 128 / spec.stride(), 96 / spec.stride()), maps.get(i).getShape());
				}
			}
	}

	/** Twice the light adds a constant to the logarithm; only the small offset that keeps black finite lets it show. */
	@Test
	void lightingHardlyMatters() {
		try (NDManager scope = context.newScope()) {
			final FilterBank bank = new FilterBank(context, FilterBank.COLOUR);
			final NDArray bright = bank.features(image(scope, 64, 64, 1)).get(0);
			final NDArray dim = bank.features(image(scope, 64, 64, 0.5f)).get(0);
			final float difference = bright.sub(dim).abs().mean().getFloat();
			final float spread = bright.sub(bright.mean()).abs().mean().getFloat();
			assertTrue(difference < 0.1 * spread, "mean change " + difference + " of a spread of " + spread);
		}
	}

	private static NDArray image(final NDManager scope, final int height, final int width, final float light) {
		final float[] values = SeededRandom.uniform(SeededRandom.stream(1, "image"), 3 * height * width, 0.25);
		for (int i = 0; i < values.length; i++)
			values[i] = light * (values[i] + 0.6f);
		return Tensors.toEngine(scope, values, 1, 3, height, width);
	}

	/** Summed in double precision, both ways are one up to the order of the sums. */
	@Test
	void theContrastOfPhasesIsThatOfThePlane() {
		final int side = 32;
		final int kernelSide = 2 * FilterKernels.CONTRAST_RADIUS + 1;
		final int phases = FilterKernels.PHASES;
		final float[] plane = SeededRandom.normal(SeededRandom.stream(1, "plane"), side * side, 1);
		final float[] kernel = FilterKernels.contrast();
		final float[] ofPhases = FilterKernels.contrastOfPhases();
		for (int y = 0; y < 12; y++)
			for (int x = 0; x < 12; x++) {
				double expected = 0;
				for (int i = 0; i < kernel.length; i++)
					expected += kernel[i] * plane[(y + i / kernelSide) * side + x + i % kernelSide];
				final int out = y % phases * phases + x % phases;
				double found = 0;
				for (int in = 0; in < phases * phases; in++)
					for (int i = 0; i < FilterKernels.PHASE_SIDE * FilterKernels.PHASE_SIDE; i++) {
						final int row = (y / phases + i / FilterKernels.PHASE_SIDE) * phases + in / phases;
						final int column = (x / phases + i % FilterKernels.PHASE_SIDE) * phases + in % phases;
						found += ofPhases[(out * phases * phases + in) * FilterKernels.PHASE_SIDE * FilterKernels.PHASE_SIDE + i] *
							plane[row * side + column];
					}
				assertEquals(expected, found, 1e-12, "pixel " + x + ", " + y);
			}
	}
}
