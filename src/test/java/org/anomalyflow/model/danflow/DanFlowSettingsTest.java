package org.anomalyflow.model.danflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;

class DanFlowSettingsTest {

	private static final List<DanFlowSettings.MapSize> RESNET18 = List.of(new DanFlowSettings.MapSize(64, 64, 64),
		new DanFlowSettings.MapSize(128, 32, 32), new DanFlowSettings.MapSize(256, 16, 16));

	/** Trainable parameters as published, in millions. */
	@Test
	void parameterCountsAtFullSize() {
		assertCount(3.5, DanFlowSettings.forPyramid(RESNET18, Attention.NONE));
		assertCount(10.7, DanFlowSettings.forTransformer(new DanFlowSettings.MapSize(768, 24, 24), Attention.NONE));
		assertCount(19.0, DanFlowSettings.forTransformer(new DanFlowSettings.MapSize(1024, 14, 14), Attention.NONE));
	}

	private static void assertCount(final double millions, final DanFlowSettings settings) {
		assertEquals(millions, DanFlowNetwork.parameterShapes(settings).values().stream().mapToLong(Shape::size).sum() / 1e6, 0.05);
	}

	@Test
	void freshTensorsStartAsInTheReference() {
		final DanFlowSettings.MapSize map = new DanFlowSettings.MapSize(32, 2, 2);
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE)) {
			final Parameters fresh = DanFlowNetwork.initialise(context.manager(), DanFlowSettings.forTransformer(map, Attention.GC), 5);
			final String step = "nf_flows.0.module_list.1.";
			final NDArray weight = fresh.get(step + "subnet_2.pw.0.0.weight");
			assertEquals(new Shape(96, 16, 1, 1), weight.getShape());
			assertEquals(0.25, weight.abs().max().getFloat(), 0.01); // 1 / sqrt(16), almost reached by 1536 draws
			assertEquals(0.25 / Math.sqrt(3), Math.sqrt(weight.square().mean().getFloat()), 0.01); // of a uniform distribution
			final NDArray mask = fresh.get(step + "subnet_1.attention_stage.0.conv_mask.weight");
			assertEquals(0.25, Math.sqrt(mask.square().mean().getFloat()), 0.1); // sqrt(2 / 32), from 32 draws
			assertEquals(9.9865, fresh.get(step + "global_scale").getFloat(0, 31, 0, 0), 1e-4); // 2 ln(e^5 - 1)
			assertEquals(1, fresh.get(step + "subnet_1.pw_linear.1.running_var").getFloat(3));
			assertArrayEquals(new long[1], fresh.get(step + "subnet_1.pw_linear.1.num_batches_tracked").toLongArray());
			final long[] order = fresh.get(step + "permutation").toLongArray();
			assertEquals(32, Arrays.stream(order).distinct().count());
			assertFalse(Arrays.equals(order, fresh.get("nf_flows.0.module_list.0.permutation").toLongArray()));
		}
	}

	@Test
	void impossibleShapesAreRefused() {
		assertThrows(AnomalyFlowException.class, () -> new DanFlowSettings.MapSize(1, 4, 4));
		assertThrows(AnomalyFlowException.class, () -> new DanFlowSettings(List.of(), 1, 1, true, Attention.NONE, true));
		final List<DanFlowSettings.MapSize> small = List.of(new DanFlowSettings.MapSize(3, 4, 4));
		assertThrows(AnomalyFlowException.class, () -> new DanFlowSettings(small, 0, 1, true, Attention.NONE, true));
		assertTrue(assertThrows(AnomalyFlowException.class, () -> DanFlowSettings.forPyramid(small, Attention.GC)).getMessage()
			.contains("at least 4 channels"));
	}

	@Test
	void attentionsAreNamedAsTheParameterHasThem() {
		assertEquals(Attention.TRIPLET, Attention.parse(" Triplet "));
		assertTrue(assertThrows(InvalidParameterException.class, () -> Attention.parse("best")).getMessage()
			.contains("none, eca, gc, triplet, shuffle"));
	}

	/** The filter bank's features begin where moving averages do. */
	@Test
	void statisticsAreRenewedOnNetworks() {
		assertEquals(true, new DanFlowFactory().training("resnet18").renews());
		assertEquals(true, new DanFlowFactory().training("deit-base-384").renews());
		assertEquals(false, new DanFlowFactory().training("filter-bank").renews());
	}
}
