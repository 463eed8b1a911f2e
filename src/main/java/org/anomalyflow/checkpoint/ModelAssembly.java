package org.anomalyflow.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorType;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Version;

/** Puts together the model of an imported flow: its backbone, the size of its images, its scores and its description. */
final class ModelAssembly {

	/** What a description of one line cannot hold. */
	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
	private static final int BYTE_MAX = 255;
	private static final int BYTE_BITS = 8;
	/** Where a heatmap's colours end before a threshold says so: cells of good images are about 1. */
	private static final float USUAL_DISPLAY = 5;

	private final ComputeContext context;
	private final ImportOptions options;
	private final List<String> notes;

	private final CheckpointFile file;
	private final CheckpointFormat format;
	private final CheckpointContent flow;
	private final DetectorFactory factory;
	private final Optional<ExportDescription> exported;
	private final Backbone backbone;
	private final String sha256;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param options the user's choices
	 * @param opened the checkpoint
	 * @param format in which it was stored
	 * @param flow the flow that was read from it
	 * @param backbones where the backbone comes from
	 * @param notes where to add what the user should know
	 * @throws InvalidParameterException if there is no such backbone
	 */
	ModelAssembly(final ComputeContext context, final ImportOptions options, final OpenedCheckpoint opened, final CheckpointFormat format,
		final CheckpointContent flow, final CheckpointBackbone backbones, final List<String> notes)
	{
		this.context = context;
		this.options = options;
		this.notes = notes;
		file = opened.data();
		this.format = format;
		this.flow = flow;
		factory = Detectors.of(flow.model());
		exported = opened.description();
		exported.filter(description -> !description.model().equals(flow.model())).ifPresent(description -> {
			throw DescriptionFile.unusable(file.file(), "it describes a " + description.model() + ", the tensors are of a " + flow.model(), null);
		});
		sha256 = exported.map(ExportDescription::fileSha256).orElseGet(() -> Hashes.sha256(file.file()));
		final Optional<ModelInfo.BackboneInfo> described = exported.map(ExportDescription::backbone);
		final String wanted = ImportOptions.AUTO.equals(options.backbone())
			? described.map(ModelInfo.BackboneInfo::name).orElse(ImportOptions.AUTO)
			: options.backbone();
		final String name = CheckpointBackbone.name(wanted, flow);
		backbone = described.filter(info -> info.name().equals(name)).map(info -> backbones.described(info, file))
			.orElseGet(() -> backbones.create(name, format, flow, file));
	}

	/**
	 * The model; without a description of an export no threshold is set.
	 *
	 * @throws InvalidParameterException if the backbone's maps or the size of images do not fit the flow
	 */
	ModelBundle bundle() {
		final int imageSize = imageSize();
		final List<Shape> shapes = new FeatureExtractor(context, backbone, factory.layout(backbone.name()), imageSize,
			new IntensityRange(0, BYTE_MAX)).shapes();
		checkChannels(shapes);
		final JsonObject settings = flow.settings().apply(shapes);
		checkFlow(settings);
		final ModelInfo.Preprocessing preprocessing = exported
			.map(ExportDescription::preprocessing).map(own -> new ModelInfo.Preprocessing(imageSize, own.intensityMin(), own.intensityMax(),
				own.bitDepth(), own.images(), own.tile(), own.tileOverlap()))
			.orElse(new ModelInfo.Preprocessing(imageSize, 0, BYTE_MAX, BYTE_BITS));
		final ModelInfo.Calibration calibration = calibration(imageSize);
		final ModelInfo info = new ModelInfo(ModelInfo.FORMAT_VERSION, factory.name(), settings, preprocessing,
			new ModelInfo.BackboneInfo(backbone.name(), backbone.variant(), Hashes.sha256(backbone.tensors())),
			exported.map(ExportDescription::scoring).orElseGet(this::scoring), calibration,
			exported.map(ExportDescription::training).orElseGet(this::training),
			new ModelInfo.Versions(Version.ofAnomalyFlow(), context.engineVersion(), System.getProperty("java.version")),
			exported.map(ExportDescription::imported).orElseGet(
				() -> new ModelInfo.Imported(format.program(), CONTROL.matcher(file.file().getFileName().toString()).replaceAll("?"), sha256)),
			exported.map(ExportDescription::accept).orElse(null));
		return new ModelBundle(info, ModelBundle.join(factory, stored(), statistics(shapes), backbone.tensors(), gate()));
	}

	/** Makes the flow, only to see whether its tensors fit the settings. */
	private void checkFlow(final JsonObject settings) {
		try (ComputeContext own = context.newContext()) {
			factory.create(own, settings, Parameters.of(own.manager(), flow.tensors()));
		}
	}

	/** The flow's tensors in the types of a model file; those that have them already are not copied. */
	private SortedMap<String, HostTensor> stored() {
		final SortedMap<String, HostTensor> stored = new TreeMap<>(flow.tensors());
		stored.replaceAll((name,
			tensor) -> tensor.type().isFloating() && tensor.type() != TensorType.F32 ? HostTensor.of(tensor.toFloats(), tensor.shape()) : tensor);
		return stored;
	}

	/** The user's choice, what the checkpoint tells, or the program's usual size. */
	private int imageSize() {
		final int stride = FeatureExtractor.finestStride(backbone, factory.layout(backbone.name()));
		if (flow.finestSide().isPresent()) {
			final int own = flow.finestSide().getAsInt() * stride;
			if (options.imageSize() != 0 && options.imageSize() != own)
				throw new InvalidParameterException("image_size", options.imageSize(),
					"the checkpoint is for images of " + own + " pixels; use that or 0");
			return own;
		}
		if (options.imageSize() != 0)
			return options.imageSize();
		if (exported.isPresent())
			return exported.get().preprocessing().imageSize();
		final OptionalInt stored = AnomalibTransforms.side(file.root());
		if (stored.isPresent()) {
			notes.add("Image size: " + stored.getAsInt() + " pixels, from the transform that is stored in the checkpoint.");
			return stored.getAsInt();
		}
		final int usual = format.imageSize(factory.defaults(backbone.name()).imageSize());
		notes.add("Image size: " + usual + " pixels, the usual one of " + format.program() +
			"; the checkpoint does not tell. Give image_size if it was trained with another.");
		return usual;
	}

	private void checkChannels(final List<Shape> shapes) {
		final List<Integer> given = shapes.stream().map(shape -> (int) shape.get(0)).toList();
		final boolean fits = flow.channels().size() == 1 && factory.layout(backbone.name()) == FeatureLayout.PYRAMID
			? given.stream().allMatch(flow.channels().get(0)::equals)
			: given.equals(flow.channels());
		if (!fits)
			throw new InvalidParameterException("backbone", backbone.name(), "it gives maps of " + given + " channels, but the flow reads " +
				flow.channels() + "; use the backbone that the flow was trained on");
	}

	/** Score and heatmap as the program computes them. */
	private ModelInfo.Scoring scoring() {
		return new ModelInfo.Scoring(format.fusion().label(), format.topShare().orElse(0));
	}

	private SortedMap<String, HostTensor> statistics(final List<Shape> shapes) {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		exported.map(ExportDescription::featureStatistics).ifPresent(maps -> {
			if (maps.size() != shapes.size())
				throw DescriptionFile.unusable(file.file(),
					"it has feature_statistics of " + maps.size() + " maps, the flow reads " + shapes.size(), null);
			for (int map = 0; map < maps.size(); map++) {
				if (maps.get(map).mean().length != shapes.get(map).get(0))
					throw DescriptionFile.unusable(file.file(),
						"it has feature_statistics of " + maps.get(map).mean().length + " channels, map " + map + " has " + shapes.get(map).get(0),
						null);
				tensors.put("mean" + map, HostTensor.of(maps.get(map).mean(), 1, maps.get(map).mean().length, 1, 1));
				tensors.put("std" + map, HostTensor.of(maps.get(map).std(), 1, maps.get(map).std().length, 1, 1));
			}
		});
		return tensors;
	}

	private SortedMap<String, HostTensor> gate() {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		exported.map(ExportDescription::gate).ifPresent(gate -> gate.forEach((name, array) -> {
			if (array == null || array.shape() == null || array.values() == null ||
				Arrays.stream(array.shape()).reduce(1, (a, b) -> a * b) != array.values().length)
				throw DescriptionFile.unusable(file.file(), "its gate." + name + " has no shape, or not as many values", null);
			tensors.put(name, HostTensor.of(array.values(), array.shape()));
		}));
		return tensors;
	}

	/**
	 * The thresholds and display range of the description, which are those of the model as long as it reads images as
	 * before; else none.
	 */
	private ModelInfo.Calibration calibration(final int imageSize) {
		if (exported.isEmpty())
			return unset();
		final ExportDescription own = exported.get();
		if (own.preprocessing().imageSize() == imageSize && own.backbone().name().equals(backbone.name()))
			return own.calibration().withoutFalsePromise(own.training());
		notes.add("Thresholds: those of " + ExportDescription.file(file.file()).getFileName() + " are for images of " +
			own.preprocessing().imageSize() + " pixels on " + own.backbone().name() + ", and are left out.");
		return unset();
	}

	private ModelInfo.Calibration unset() {
		final boolean likelihoods = factory.scoreScale() == ScoreScale.NEGATIVE_LIKELIHOOD;
		return ModelInfo.Calibration.unset(likelihoods ? -1 : 0, likelihoods ? 0 : USUAL_DISPLAY);
	}

	/** Nothing is known of the training but how many numbers it set. */
	private ModelInfo.Training training() {
		final long parameters = flow.tensors().entrySet().stream()
			.filter(e -> e.getValue().type().isFloating() && !e.getKey().contains(".running_")).mapToLong(e -> e.getValue().size()).sum();
		return new ModelInfo.Training(0, 0, 0, 0, List.of(), 0, parameters, context.device(), context.precision().toString(), sha256, null,
			null);
	}
}
