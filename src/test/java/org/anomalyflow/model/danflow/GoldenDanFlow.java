package org.anomalyflow.model.danflow;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;

import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.PermutationMatrices;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;

/**
 * ImagePrediction the golden files of DANFlow. The tolerances are those at which float32 arithmetic is safe and every known
 * mistake still stands out (golden README): 1e-5 for outputs and statistics, 1e-4 for inverses, 2e-4 for gradients, each
 * of the tensor's largest value; 1e-2 learning rates for stepped parameters.
 */
final class GoldenDanFlow {

	static final double OUT = 1e-5;
	static final double INVERSE = 1e-4;
	static final double GRADIENT = 2e-4;
	static final double STEPPED = 1e-2;
	private static final String PARAM = "param/";

	private GoldenDanFlow() {}

	/** The parameters of a file, statistics and permutations as buffers. */
	static Parameters parameters(final SafeTensors golden, final NDManager manager) {
		final SortedMap<String, HostTensor> reference = new TreeMap<>();
		golden.names().stream().filter(name -> name.startsWith(PARAM))
			.forEach(name -> reference.put(name.substring(PARAM.length()), golden.tensor(name)));
		final Parameters parameters = new Parameters();
		PermutationMatrices.toOrders(reference).forEach((name, tensor) -> {
			final NDArray array = Tensors.toEngine(manager, tensor);
			if (isBuffer(name))
				parameters.addBuffer(name, array);
			else
				parameters.addTrainable(name, array);
		});
		return parameters;
	}

	static boolean isBuffer(final String name) {
		return name.contains("running_") || name.endsWith("num_batches_tracked") || name.endsWith("permutation");
	}

	/** What the file calls its attention; nothing where the reference leaves it out. */
	static Attention attention(final SafeTensors golden, final Parameters parameters) {
		if (parameters.all().keySet().stream().noneMatch(name -> name.contains("attention_stage")))
			return Attention.NONE;
		return Attention.parse(golden.metadata().get("attention").replace("gcnet", "gc"));
	}

	static int integer(final SafeTensors golden, final String key) {
		return Integer.parseInt(golden.metadata().get(key));
	}

	static double number(final SafeTensors golden, final String key) {
		return Double.parseDouble(golden.metadata().get(key));
	}

	static boolean flag(final SafeTensors golden, final String key) {
		return "True".equals(golden.metadata().get(key));
	}

	/** Computes as in a training step, where gradients are recorded. */
	static <T> T recording(final Supplier<T> work) {
		try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
			return work.get();
		}
	}

	/** Holds the running statistics to those of the file with names that begin with {@code prefix}. */
	static void assertStatistics(final SafeTensors golden, final String prefix, final Parameters parameters) {
		golden.names().stream().filter(name -> name.startsWith(prefix) && isBuffer(name)).forEach(name -> {
			final NDArray actual = parameters.get(name.substring(prefix.length()));
			if (name.endsWith("num_batches_tracked"))
				assertArrayEquals(golden.longs(name), actual.toLongArray(), name);
			else
				assertClose(golden, name, actual, OUT);
		});
	}
}
