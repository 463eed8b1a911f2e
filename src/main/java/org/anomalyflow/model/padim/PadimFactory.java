package org.anomalyflow.model.padim;

import static org.anomalyflow.json.JsonType.flag;
import static org.anomalyflow.json.JsonType.oneOf;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.optional;
import static org.anomalyflow.json.Member.required;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.json.Specification;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOption;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.MapShapes;
import org.anomalyflow.model.OnePassFactory;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.model.DetectorDefaults;
import org.anomalyflow.model.ScoreMap;
import org.anomalyflow.model.ScorePlace;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.model.SquareImages;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.util.AnomalyFlowException;
import org.scijava.plugin.Plugin;

/**
 * Makes PaDiM detectors. Settings: {@code maps}, {@code image_size}, {@code scoring}, {@code channels} (how many are
 * chosen), {@code form} (how the Gaussians are stored, see {@link PadimForm}), {@code rank} (rows of each position's factor),
 * {@code counted} (whether each position has its own number of images, because of a region of interest).
 */
@Plugin(type = DetectorFactory.class, name = PadimFactory.NAME)
public final class PadimFactory implements OnePassFactory {

	/** The name that the parameter {@code model} knows. */
	public static final String NAME = "padim";

	/** The chosen channels' name in a model file, which is anomalib's: int64 [d]. */
	public static final String INDICES = "idx";
	static final String RANK = "rank";
	static final String FORM = "form";
	static final String COUNTED = "counted";

	private static final String IMAGE_SIZE = "image_size";
	private static final String SCORING = "scoring";
	private static final String CHANNELS = "channels";
	private static final int LARGEST_IMAGE = 1 << 14;
	private static final int MOST_CHANNELS = 1 << 12;
	/** The paper's choices: of ResNet-18's 448 channels, of the 1792 of wider networks. */
	private static final int FEW = 100;
	private static final int MANY = 550;
	private static final int WIDE = 1000;

	@Override
	public String name() {
		return NAME;
	}

	/** Distances. */
	@Override
	public ScoreScale scoreScale() {
		return ScoreScale.ENERGY;
	}

	@Override
	public ScorePlace scorePlace() {
		return ScorePlace.HIGHEST_OF_LAST;
	}

	@Override
	public String ownBackbone() {
		return "resnet18";
	}

	@Override
	public List<DetectorOption> options() {
		return List.of( //
			DetectorOption.choice(SCORING, "Whose formulas: anomalib's or those of the usual code (official).", List.of("anomalib", "official")), //
			DetectorOption.whole(CHANNELS, "How many channels of the feature maps are used, chosen at random; auto takes " + FEW + " of up to " +
				WIDE + ", else " + MANY + ".", 1, MOST_CHANNELS));
	}

	@Override
	public DetectorDefaults defaults(final String backbone) {
		return new DetectorDefaults(SquareImages.side(backbone), SquareImages.isWithoutScale(backbone), MapFusion.FINEST, 0);
	}

	@Override
	public FeatureLayout layout(final String backbone) {
		return FeatureLayout.ALL_MAPS;
	}

	@Override
	public JsonObject settings(final DetectorInput input, final DetectorOptions options) {
		final int total = (int) input.features().stream().mapToLong(shape -> shape.get(0)).sum();
		final int usual = Math.min(total, total > WIDE ? MANY : FEW);
		final JsonObject json = new JsonObject();
		MapShapes.add(json, input.features());
		json.addProperty(IMAGE_SIZE, input.imageSize());
		json.addProperty(SCORING, options.text(SCORING));
		json.addProperty(CHANNELS, PadimSettings.checkedCount(options.whole(CHANNELS).orElse(usual), total));
		return json;
	}

	@Override
	public Specification specification() {
		return MapShapes.specification().and(Specification.of( //
			required(IMAGE_SIZE, whole(1, LARGEST_IMAGE)), //
			required(SCORING, oneOf(List.of("official", "anomalib"))), //
			required(CHANNELS, whole(1, MOST_CHANNELS)), //
			required(RANK, whole(1, MOST_CHANNELS)), //
			optional(COUNTED, flag()), //
			required(FORM, oneOf(Arrays.stream(PadimForm.values()).map(PadimForm::label).toList()))) //
			.notAbove(RANK, CHANNELS));
	}

	@Override
	public List<Shape> features(final JsonObject settings) {
		return MapShapes.of(settings);
	}

	@Override
	public ReceptiveField receptiveField(final JsonObject settings, final List<ReceptiveField> features) {
		return ScoreMap.receptiveField(ReceptiveField.widest(features), PadimModel.SIGMA);
	}

	@Override
	public SortedMap<String, long[]> tensors(final JsonObject settings) {
		final long channels = settings.get(CHANNELS).getAsLong();
		final long positions = MapShapes.cells(settings);
		final long rank = settings.get(RANK).getAsLong();
		final SortedMap<String, long[]> tensors = new TreeMap<>();
		tensors.put(INDICES, new long[]{ channels });
		tensors.put(PadimGaussian.MEAN, new long[]{ channels, positions });
		if (settings.has(COUNTED) && settings.get(COUNTED).getAsBoolean())
			tensors.put(PadimGaussian.COUNT, new long[]{ positions });
		final PadimForm form = PadimForm.ofLabel(settings.get(FORM).getAsString());
		if (form == PadimForm.INVERSE)
			tensors.put(PadimGaussian.INVERSE, new long[]{ positions, channels, channels });
		else {
			tensors.put(PadimGaussian.FACTOR, new long[]{ positions, rank, channels });
			tensors.put(PadimGaussian.GAINS, new long[]{ form == PadimForm.FACTOR ? 1 : positions, rank });
		}
		return tensors;
	}

	@Override
	public boolean isInteger(final String tensor) {
		return INDICES.equals(tensor) || PadimGaussian.COUNT.equals(tensor);
	}

	/** Few images are kept as they are, with factors as large for all of them and for all but one; of many, their sums. */
	@Override
	public long keptNumbers(final JsonObject settings, final int images) {
		final long channels = settings.get(CHANNELS).getAsLong();
		return 4 * MapShapes.cells(settings) * channels * Math.min(images, channels);
	}

	@Override
	public OnePassLearner learner(final ComputeContext context, final JsonObject settings, final int images, final long seed) {
		final List<Shape> features = MapShapes.of(settings);
		final int total = (int) features.stream().mapToLong(shape -> shape.get(0)).sum();
		return new PadimLearner(context, settings, parse(settings), features,
			PadimSettings.channels(seed, total, settings.get(CHANNELS).getAsInt()));
	}

	/** From inverse covariances alone, as another program has them, nobody knows of how many images they are. */
	@Override
	public Optional<OnePassLearner> more(final ComputeContext context, final JsonObject settings, final Parameters parameters,
		final int images, final long seed)
	{
		if (images < 2 || PadimForm.ofLabel(settings.get(FORM).getAsString()) == PadimForm.INVERSE)
			return Optional.empty();
		final long[] channels = parameters.get(INDICES).toLongArray();
		final PadimSettings parsed = parse(settings);
		return Optional.of(new PadimLearner(context, settings, parsed, MapShapes.of(settings), channels,
			PadimStatistics.after(context, parsed, channels.length, PadimGaussian.of(context, parsed, parameters), images)));
	}

	@Override
	public PadimModel create(final ComputeContext context, final JsonObject settings, final Parameters parameters) {
		final List<Shape> features = MapShapes.of(settings);
		return new PadimModel(context, parse(settings), features, new PadimEmbedding(context, features, parameters.get(INDICES).toLongArray()),
			PadimGaussian.of(context, parse(settings), parameters));
	}

	/** Completes settings for tensors of another program, which has inverse covariances. */
	public static JsonObject withInverse(final JsonObject settings) {
		settings.addProperty(RANK, settings.get(CHANNELS).getAsLong());
		settings.addProperty(FORM, PadimForm.INVERSE.label());
		return settings;
	}

	/**
	 * The inverse covariances as anomalib stores them.
	 *
	 * @param context where to compute
	 * @param settings of a detector
	 * @param tensors its tensors
	 * @return [P, d, d]
	 * @throws AnomalyFlowException if they have more than 2 GiB
	 */
	public static HostTensor inverseCovariance(final ComputeContext context, final JsonObject settings,
		final SortedMap<String, HostTensor> tensors)
	{
		final long channels = settings.get(CHANNELS).getAsLong();
		final long bytes = Float.BYTES * MapShapes.cells(settings) * channels * channels;
		if (bytes > Integer.MAX_VALUE)
			throw new AnomalyFlowException("The inverse covariances of this model have " + (bytes >> 20) +
				" MiB, more than a tensor can have here. Export it with format=torchscript, or train it with fewer channels or a " +
				"smaller image_size.");
		try (NDManager scope = context.newScope()) {
			return Tensors.toHost(PadimGaussian.of(context, parse(settings), Parameters.of(scope, tensors)).inverseCovariance(scope));
		}
	}

	private static PadimSettings parse(final JsonObject settings) {
		final int side = settings.get(IMAGE_SIZE).getAsInt();
		return new PadimSettings(Scoring.parse(settings.get(SCORING).getAsString()), new GridSize(side, side));
	}

	@Override
	public List<CheckpointFormat> checkpointFormats() {
		return List.of(new PadimFormat(this));
	}

	@Override
	public StateDict stateDict() {
		return new PadimStateDict();
	}
}
