package org.anomalyflow.model.csflow;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.model.FlowDesign;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.util.InvalidParameterException;

/** Makes CS-Flow models. Settings: {@code channels}, {@code hidden}, {@code kernels}. */
public final class CsFlowFactory implements FlowFactory {

	private static final String CHANNELS = "channels";
	private static final String HIDDEN = "hidden";
	private static final String KERNELS = "kernels";

	@Override
	public String name() {
		return "cs-flow";
	}

	@Override
	public ScoreScale scoreScale() {
		return ScoreScale.ENERGY;
	}

	@Override
	public FeatureLayout layout() {
		return FeatureLayout.PYRAMID;
	}

	@Override
	public JsonObject settings(final List<Shape> features, final FlowDesign design) {
		if (!"none".equals(design.attention()))
			throw new InvalidParameterException("attention", design.attention(), "cs-flow has none; use none, or model=danflow");
		return json(new CsFlowSettings((int) features.get(0).get(0), design.hidden(), CsFlowSettings.PAPER_KERNELS));
	}

	/** Settings as a model file holds them. */
	public static JsonObject json(final CsFlowSettings settings) {
		final JsonObject json = new JsonObject();
		json.addProperty(CHANNELS, settings.channels());
		json.addProperty(HIDDEN, settings.hidden());
		final JsonArray kernels = new JsonArray();
		settings.kernels().forEach(kernels::add);
		json.add(KERNELS, kernels);
		return json;
	}

	/** The settings in a model file. */
	public static CsFlowSettings parse(final JsonObject json) {
		final List<Integer> kernels = new ArrayList<>();
		for (final JsonElement kernel : json.getAsJsonArray(KERNELS))
			kernels.add(kernel.getAsInt());
		return new CsFlowSettings(json.get(CHANNELS).getAsInt(), json.get(HIDDEN).getAsInt(), kernels);
	}

	@Override
	public Parameters initialise(final NDManager manager, final JsonObject settings, final long seed) {
		return CsFlowNetwork.initialise(manager, parse(settings), seed);
	}

	@Override
	public FlowModel create(final ComputeContext context, final JsonObject settings, final Parameters parameters) {
		return new CsFlowModel(context, parse(settings), parameters);
	}
}
