package org.anomalyflow.training;

import static org.anomalyflow.golden.Golden.assertWithin;

import java.nio.file.Path;
import java.util.List;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adam on given gradients against PyTorch's, to 1e-2 learning rates: 20 times what float32 reaches there. */
class AdamGoldenTest {

	private static final double STEPPED = 1e-2;
	private static final String PARAM = "param/";
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static List<Path> files() {
		return Golden.files("flows", "optimizer_");
	}

	@ParameterizedTest
	@MethodSource("files")
	void steps(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = new Parameters();
			golden.names().stream().filter(name -> name.startsWith(PARAM))
				.forEach(name -> parameters.addTrainable(name.substring(PARAM.length()), Tensors.toEngine(scope, golden.tensor(name))));
			final AdamSettings settings = settings(golden);
			final Adam adam = new Adam(context, parameters, settings);
			parameters.requireGradients(true);
			for (int step = 1; golden.names().contains("after" + step + "/a"); step++) {
				giveGradients(golden, "in/step" + step + "/", parameters, scope);
				adam.step();
				final String after = "after" + step + "/";
				parameters.trainable().forEach((name, array) -> assertWithin(golden.floats(after + name), array.toFloatArray(),
					STEPPED * settings.learningRate(), after + name));
			}
		}
	}

	/** The gradient of the sum of p g is g, exactly. */
	private static void giveGradients(final SafeTensors golden, final String prefix, final Parameters parameters, final NDManager scope) {
		try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
			NDArray sum = scope.create(0f);
			for (final var entry : parameters.trainable().entrySet())
				sum = sum.add(Tensors.toEngine(scope, golden.tensor(prefix + entry.getKey())).mul(entry.getValue()).sum());
			collector.backward(sum);
		}
	}

	private static AdamSettings settings(final SafeTensors golden) {
		final String maxNorm = golden.metadata().get("max_grad_norm");
		return new AdamSettings(number(golden, "lr"), number(golden, "beta1"), number(golden, "beta2"), number(golden, "eps"),
			number(golden, "weight_decay"), "none".equals(maxNorm) ? Double.POSITIVE_INFINITY : Double.parseDouble(maxNorm));
	}

	private static double number(final SafeTensors golden, final String key) {
		return Double.parseDouble(golden.metadata().get(key));
	}
}
