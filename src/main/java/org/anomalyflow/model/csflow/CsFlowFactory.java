package org.anomalyflow.model.csflow;

import static org.anomalyflow.json.JsonType.list;
import static org.anomalyflow.json.JsonType.odd;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.required;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.json.Specification;
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOption;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.EarlyStopping;
import org.anomalyflow.model.EarlyStopping.Criterion;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.GradientRecipe;
import org.anomalyflow.model.HighestCells;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.DetectorDefaults;
import org.anomalyflow.model.Schedule;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.threshold.ScoreScale;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/** Makes CS-Flow models. Settings: {@code channels}, {@code hidden}, {@code kernels}. */
@Plugin(type = DetectorFactory.class, name = CsFlowFactory.NAME, priority = Priority.VERY_HIGH)
public final class CsFlowFactory implements FlowFactory {

	/** The name that the parameter {@code model} knows. */
	public static final String NAME = "cs-flow";

	private static final String CHANNELS = "channels";
	private static final String HIDDEN = "hidden";
	private static final String KERNELS = "kernels";
	private static final int FILTER_BANK_HIDDEN = 48;
	private static final double WEIGHT_DECAY = 1e-5;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public ScoreScale scoreScale() {
		return ScoreScale.ENERGY;
	}

	@Override
	public String ownBackbone() {
		return "efficientnet-b5";
	}

	@Override
	public List<DetectorOption> options() {
		return List.of();
	}

	@Override
	public FeatureLayout layout(final String backbone) {
		return FeatureLayout.PYRAMID;
	}

	/**
	 * On pretrained networks the official code's. On the filter bank a defect is marked by the geometric mean of the scales
	 * and judged by the highest cells, because the mean over all latents dilutes small ones.
	 */
	@Override
	public DetectorDefaults defaults(final String backbone) {
		if (FilterBank.NAME.equals(backbone))
			return new DetectorDefaults(256, true, MapFusion.GEOMETRIC, HighestCells.SHARE);
		return new DetectorDefaults(backbone.startsWith("efficientnet") ? 768 : 256, false, MapFusion.FINEST, 0);
	}

	/** On the filter bank, whose features are few, a narrow flow learns in a few large steps (docs/filter-bank.md). */
	@Override
	public GradientRecipe training(final String backbone) {
		if (FilterBank.NAME.equals(backbone))
			return new GradientRecipe(1, 28, 4, adam(4e-3), Schedule.CONSTANT, 0, new EarlyStopping(160, Criterion.LOSS));
		return new GradientRecipe(240, 0, 16, adam(2e-4), Schedule.CONSTANT, 0);
	}

	private static AdamSettings adam(final double learningRate) {
		return new AdamSettings(learningRate, 0.9, 0.999, 1e-4, WEIGHT_DECAY, 1);
	}

	@Override
	public JsonObject settings(final DetectorInput input, final DetectorOptions options) {
		return json(new CsFlowSettings((int) input.features().get(0).get(0),
			FilterBank.NAME.equals(input.backbone()) ? FILTER_BANK_HIDDEN : CsFlowSettings.PAPER_HIDDEN, CsFlowSettings.PAPER_KERNELS));
	}

	@Override
	public Specification specification() {
		return Specification.of(required(CHANNELS, whole(2, CsFlowSettings.MOST_CHANNELS)), //
			required(HIDDEN, whole(1, CsFlowSettings.MOST_CHANNELS)), //
			required(KERNELS, list(1, CsFlowSettings.MOST_BLOCKS)), //
			required(KERNELS + "[]", odd(1, CsFlowSettings.LARGEST_KERNEL)));
	}

	@Override
	public List<Shape> features(final JsonObject settings) {
		return Collections.nCopies(CsFlowSettings.SCALES, new Shape(parse(settings).channels(), -1, -1));
	}

	/** Scales read each other, so that all see what the coarsest does; a block has two subnets of two convolutions. */
	@Override
	public ReceptiveField receptiveField(final JsonObject settings, final List<ReceptiveField> features) {
		ReceptiveField coarsest = features.get(features.size() - 1);
		for (final int kernel : parse(settings).kernels())
			coarsest = coarsest.thenResidual(1, kernel, kernel).thenResidual(1, kernel, kernel);
		return coarsest;
	}

	@Override
	public SortedMap<String, long[]> tensors(final JsonObject json) {
		final CsFlowSettings settings = parse(json);
		final SortedMap<String, long[]> shapes = new TreeMap<>();
		CsFlowNetwork.parameterShapes(settings).forEach((name, shape) -> shapes.put(name, shape.getShape()));
		for (int block = 0; block < settings.blocks(); block++)
			for (int scale = 0; scale < CsFlowSettings.SCALES; scale++)
				shapes.put(CsFlowNetwork.permutationName(block, scale), new long[]{ settings.channels() });
		return shapes;
	}

	/** Both subnets of a block keep their hidden maps before and after the activation, and their outputs. */
	@Override
	public long keptNumbers(final JsonObject json, final List<Shape> features, final int batchSize) {
		final CsFlowSettings settings = parse(json);
		final long cells = features.stream().mapToLong(map -> map.get(1) * map.get(2)).sum();
		return 2 * batchSize * cells * settings.blocks() * (2L * settings.hidden() + 2L * settings.channels());
	}

	@Override
	public boolean isInteger(final String tensor) {
		return tensor.startsWith(CsFlowNetwork.PERMUTATION);
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

	@Override
	public List<CheckpointFormat> checkpointFormats() {
		return List.of(CsFlowFormat.values());
	}

	@Override
	public StateDict stateDict() {
		return new CsFlowStateDict();
	}
}
