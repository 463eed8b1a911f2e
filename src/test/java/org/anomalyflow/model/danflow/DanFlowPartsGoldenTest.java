package org.anomalyflow.model.danflow;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.anomalyflow.model.danflow.GoldenDanFlow.INVERSE;
import static org.anomalyflow.model.danflow.GoldenDanFlow.OUT;
import static org.anomalyflow.model.danflow.GoldenDanFlow.assertStatistics;
import static org.anomalyflow.model.danflow.GoldenDanFlow.flag;
import static org.anomalyflow.model.danflow.GoldenDanFlow.integer;
import static org.anomalyflow.model.danflow.GoldenDanFlow.parameters;
import static org.anomalyflow.model.danflow.GoldenDanFlow.recording;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.InvertibleModule;
import org.anomalyflow.flow.PermutationMatrices;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parts of DANFlow against the reference's numbers; tolerances in {@link GoldenDanFlow}. */
class DanFlowPartsGoldenTest {

	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static List<Path> attentions() {
		return Golden.files("flows", "danflow_attention_");
	}

	static List<Path> subnets() {
		return Golden.files("flows", "danflow_eirb_");
	}

	static List<Path> steps() {
		return Golden.files("flows", "danflow_step_");
	}

	static List<Path> inverses() {
		return Golden.files("flows", "danflow_inverse_");
	}

	static List<Path> layerNorms() {
		return Golden.files("flows", "danflow_layernorm");
	}

	@ParameterizedTest
	@MethodSource("attentions")
	void attention(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = parameters(golden, scope);
			final String kind = golden.metadata().get("case").split("_")[2];
			assertMap(golden, scope, parameters, new AttentionStage(context, parameters, "", Attention.parse(kind))::apply);
		}
	}

	@ParameterizedTest
	@MethodSource("subnets")
	void subnet(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = parameters(golden, scope);
			assertMap(golden, scope, parameters, new InvertedResidual(context, parameters, "", integer(golden, "num_dw"), Attention.NONE)::apply);
		}
	}

	private static void assertMap(final SafeTensors golden, final NDManager scope, final Parameters parameters,
		final BiFunction<NDArray, FlowMode, NDArray> function)
	{
		final NDArray x = Tensors.toEngine(scope, golden.tensor("in/x"));
		assertClose(golden, "out/eval/y", function.apply(x, FlowMode.INFERENCE), OUT);
		assertClose(golden, "out/train/y", recording(() -> function.apply(x, FlowMode.TRAINING)), OUT);
		assertStatistics(golden, "after_train/", parameters);
	}

	@ParameterizedTest
	@MethodSource("steps")
	void step(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = parameters(golden, scope);
			final InvertibleModule step = step(golden, parameters);
			final NDList x = new NDList(Tensors.toEngine(scope, golden.tensor("in/x")));
			assertOutput(golden, "out/eval/", step.forward(x, FlowMode.INFERENCE));
			assertOutput(golden, "out/train/", recording(() -> step.forward(x, FlowMode.TRAINING)));
			assertStatistics(golden, "after_train/", parameters);
		}
	}

	@ParameterizedTest
	@MethodSource("inverses")
	void inverse(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final InvertibleModule step = step(golden, parameters(golden, scope));
			final NDList x = new NDList(Tensors.toEngine(scope, golden.tensor("in/x")));
			assertOutput(golden, "out/", step.forward(x, FlowMode.INFERENCE));
			final FlowOutput back = step.inverse(new NDList(Tensors.toEngine(scope, golden.tensor("out/y"))));
			assertClose(golden, "inverse/x", back.maps().get(0), INVERSE);
			assertClose(golden, "inverse/logdet", back.logDet(), INVERSE);
		}
	}

	private static InvertibleModule step(final SafeTensors golden, final Parameters parameters) {
		final int channels = integer(golden, "channels");
		final DanFlowSettings settings = new DanFlowSettings(List.of(new DanFlowSettings.MapSize(channels, 1, 1)), 1, integer(golden, "num_dw"),
			flag(golden, "double_subnets"), GoldenDanFlow.attention(golden, parameters), false);
		return DanFlowNetwork.step(context, parameters, "", new SubnetCoupling(context, parameters, "", channels, settings));
	}

	private static void assertOutput(final SafeTensors golden, final String prefix, final FlowOutput output) {
		assertClose(golden, prefix + "y", output.maps().get(0), OUT);
		assertClose(golden, prefix + "logdet", output.logDet(), OUT);
	}

	@ParameterizedTest
	@MethodSource("layerNorms")
	void layerNorm(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final long[] shape = golden.shape("param/weight");
			final DanFlowSettings settings = new DanFlowSettings(
				List.of(new DanFlowSettings.MapSize((int) shape[0], (int) shape[1], (int) shape[2])), 1, 1, false, Attention.NONE, true);
			final Parameters parameters = DanFlowNetwork.initialise(scope, settings, 1);
			for (final String name : List.of("weight", "bias"))
				Tensors.toEngine(scope, golden.tensor("param/" + name)).copyTo(parameters.get("norms.0." + name));
			final NDList out = new DanFlowNetwork(context, settings, parameters)
				.normalise(new NDList(Tensors.toEngine(scope, golden.tensor("in/x"))), false);
			assertClose(golden, "out/y", out.get(0), OUT);
		}
	}

	/** Permutations become orders and again the same matrices. */
	@ParameterizedTest
	@MethodSource("steps")
	void permutationMatrices(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file)) {
			final SortedMap<String, HostTensor> reference = new TreeMap<>();
			for (final String name : List.of("w_perm", "w_perm_inv"))
				reference.put(name, golden.tensor("param/" + name));
			final SortedMap<String, HostTensor> orders = PermutationMatrices.toOrders(reference);
			assertEquals(List.of("permutation"), List.copyOf(orders.keySet()));
			final SortedMap<String, HostTensor> again = PermutationMatrices.toMatrices(orders, 4);
			assertEquals(reference.keySet(), again.keySet());
			again.forEach((name, tensor) -> {
				assertArrayEquals(reference.get(name).shape(), tensor.shape());
				assertArrayEquals(reference.get(name).toFloats(), tensor.toFloats());
			});
		}
	}

	@Test
	void matricesThatAreNoPermutationAreRefused() {
		final HostTensor swap = HostTensor.of(new float[]{ 0, 1, 0, 0, 0, 1, 1, 0, 0 }, 3, 3, 1, 1);
		refused("a.w_perm_inv is not the inverse", "a.w_perm", swap, "a.w_perm_inv", swap);
		refused("a.w_perm_inv is missing", "a.w_perm", swap, "a.weight", swap);
		refused("row 1 has 0.5 in column 1", "w_perm", HostTensor.of(new float[]{ 1, 0, 0, 0.5f }, 2, 2, 1, 1), "b", swap);
		refused("row 1 has only zeros", "w_perm", HostTensor.of(new float[]{ 1, 0, 0, 0 }, 2, 2, 1, 1), "b", swap);
		refused("column 0 has several ones", "w_perm", HostTensor.of(new float[]{ 1, 0, 1, 0 }, 2, 2, 1, 1), "b", swap);
		refused("[C, C, 1, 1] or [C, C], found [4]", "w_perm", HostTensor.of(new float[4], 4), "b", swap);
	}

	private static void refused(final String message, final String name, final HostTensor tensor, final String otherName,
		final HostTensor other)
	{
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		tensors.put(name, tensor);
		tensors.put(otherName, other);
		final String found = assertThrows(AnomalyFlowException.class, () -> PermutationMatrices.toOrders(tensors)).getMessage();
		assertEquals(true, found.contains(message), found);
	}
}
