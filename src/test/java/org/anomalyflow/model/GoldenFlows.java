package org.anomalyflow.model;

import static org.anomalyflow.golden.Golden.assertWithin;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;

import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.PermutationMatrices;
import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;

/**
 * ImagePrediction the golden files of flows over FrEIA's steps, and the advised tolerances: 2e-5 of the largest value for results, inverses,
 * maps and gradients, 0.04 learning rates for stepped parameters.
 */
public final class GoldenFlows {

	public static final double OUT = 2e-5;
	public static final double GRADIENT = 2e-5;
	public static final double STEPPED = 4e-2;
	private static final String PARAM = "param/";

	private GoldenFlows() {}

	/** The parameters of a file under the names of this project, permutations as buffers. */
	public static Parameters parameters(final SafeTensors golden, final NDManager manager, final UnaryOperator<String> names) {
		final SortedMap<String, HostTensor> reference = new TreeMap<>();
		golden.names().stream().filter(name -> name.startsWith(PARAM))
			.forEach(name -> reference.put(names.apply(name.substring(PARAM.length())), golden.tensor(name)));
		final Parameters parameters = new Parameters();
		PermutationMatrices.toOrdersOrRotations(reference).forEach((name, tensor) -> {
			final NDArray array = Tensors.toEngine(manager, tensor);
			if (name.endsWith("permutation") || name.endsWith("rotation"))
				parameters.addBuffer(name, array);
			else
				parameters.addTrainable(name, array);
		});
		return parameters;
	}

	public static int integer(final SafeTensors golden, final String key) {
		return Integer.parseInt(golden.metadata().get(key));
	}

	public static double number(final SafeTensors golden, final String key) {
		return Double.parseDouble(golden.metadata().get(key));
	}

	/** The clamp that a file was made with; all but those that say otherwise have the one of FrEIA 0.2. */
	public static TanhClamp clamp(final SafeTensors golden) {
		return TanhClamp.ofLabel(golden.metadata().getOrDefault("clamp_form", "tanh"));
	}

	/** Adam as a file says, with an upper limit of the norm of all gradients where it has one. */
	public static AdamSettings adam(final SafeTensors golden) {
		return new AdamSettings(number(golden, "lr"), number(golden, "beta1"), number(golden, "beta2"), number(golden, "eps"),
			number(golden, "weight_decay"), Double.parseDouble(golden.metadata().getOrDefault("max_grad_norm", "Infinity")));
	}

	/** The maps PREFIX0, PREFIX1, ... of a file, as many as there are. */
	public static NDList maps(final SafeTensors golden, final NDManager scope, final String prefix) {
		final NDList maps = new NDList();
		for (int i = 0; golden.names().contains(prefix + i); i++)
			maps.add(Tensors.toEngine(scope, golden.tensor(prefix + i)));
		return maps;
	}

	/** One gradient computation: the value of a scalar whose gradients the parameters then have. */
	public static float backward(final Supplier<NDArray> loss) {
		try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
			final NDArray value = loss.get();
			collector.backward(value);
			return value.getFloat();
		}
	}

	/** Holds parameters to those of a file after so many steps, if it has them. */
	public static void assertStepped(final SafeTensors golden, final int step, final Parameters parameters,
		final UnaryOperator<String> names)
	{
		final String prefix = "after" + step + "/";
		golden.names().stream().filter(name -> name.startsWith(prefix)).forEach(name -> assertWithin(golden.floats(name),
			parameters.get(names.apply(name.substring(prefix.length()))).toFloatArray(), STEPPED * number(golden, "lr"), name));
	}
}
