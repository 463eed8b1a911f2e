package org.anomalyflow.model;

import java.util.List;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.model.csflow.CsFlowFactory;
import org.anomalyflow.model.csflow.CsFlowSettings;
import org.anomalyflow.model.danflow.Attention;
import org.anomalyflow.model.danflow.DanFlowFactory;
import org.anomalyflow.model.danflow.DanFlowSettings;

/** Flows that are small enough for tests. */
public final class SmallFlows {

	private SmallFlows() {}

	/** The factory of a kind that is trained by gradients. */
	public static FlowFactory of(final String model) {
		return (FlowFactory) Detectors.of(model);
	}

	/** CS-Flow with some hidden channels. */
	public static JsonObject csFlow(final List<Shape> features, final int hidden) {
		return CsFlowFactory.json(new CsFlowSettings((int) features.get(0).get(0), hidden, CsFlowSettings.PAPER_KERNELS));
	}

	/** DANFlow with two steps. */
	public static JsonObject danFlow(final List<Shape> features, final int convolutions, final String attention) {
		return DanFlowFactory.json(new DanFlowSettings(
			features.stream().map(shape -> new DanFlowSettings.MapSize((int) shape.get(0), (int) shape.get(1), (int) shape.get(2))).toList(), 2,
			convolutions, true, Attention.parse(attention), features.size() > 1));
	}

	/** Either kind, with 8 hidden channels or one convolution. */
	public static JsonObject settings(final String model, final List<Shape> features) {
		return CsFlowFactory.NAME.equals(model) ? csFlow(features, 8) : danFlow(features, 1, "none");
	}
}
