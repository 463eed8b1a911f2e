package org.anomalyflow.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.tensorfile.HostTensor;

/**
 * What stands beside exported tensors as JSON: everything that a state dict does not hold. Keys are these names in lower
 * case with underscores.
 *
 * @param format always {@link #FORMAT}
 * @param formatVersion version of this description
 * @param fileSha256 checksum of the file that it stands beside, in hexadecimal
 * @param model the kind of detector
 * @param settings shape of the flow, as in the model file
 * @param preprocessing how an image becomes the backbone's input
 * @param mean subtracted from the red, green and blue of an image in [0, 1]
 * @param std by which they are then divided
 * @param backbone which backbone
 * @param scoring how latents make score and heatmap
 * @param calibration thresholds and display range
 * @param permutations of kinds whose state dicts leave them out, else null: for each block and scale the order of the channels,
 *          out[:, c] = in[:, order[c]]
 * @param featureStatistics mean and deviation of each channel of each map by which features are standardised before the
 *          flow; null where they are not
 * @param gate what the training images look like as a whole: the tensors {@code gate.*} of the model file without their
 *          prefix; null if it has none
 * @param training how the model was trained
 * @param imported where it comes from if it was trained by another program
 * @param versions what made the file
 * @param accept which marked regions are accepted; null for no rule
 */
record ExportDescription(String format, int formatVersion, String fileSha256, String model, JsonObject settings,
	ModelInfo.Preprocessing preprocessing, List<Float> mean, List<Float> std, ModelInfo.BackboneInfo backbone, ModelInfo.Scoring scoring,
	ModelInfo.Calibration calibration, List<List<long[]>> permutations, List<Statistics> featureStatistics, SortedMap<String, Array> gate,
	ModelInfo.Training training, ModelInfo.Imported imported, ModelInfo.Versions versions, ModelInfo.Accept accept)
{

	static final String FORMAT = "anomaly-flow-export";
	static final int FORMAT_VERSION = 1;

	/**
	 * The statistics of one feature map.
	 *
	 * @param mean of each channel
	 * @param std deviation of each channel
	 */
	record Statistics(float[] mean, float[] std) {}

	/**
	 * A tensor.
	 *
	 * @param shape its dimensions
	 * @param values row by row
	 */
	record Array(long[] shape, float[] values) {}

	static final Gson GSON = new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES).setPrettyPrinting()
		.disableHtmlEscaping().create();

	/** Where the description of a file of tensors stands: the same name with the ending {@code .json}. */
	static Path file(final Path tensors) {
		final String name = tensors.getFileName().toString();
		final int dot = name.lastIndexOf('.');
		return tensors.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".json");
	}

	/**
	 * The description of a model.
	 *
	 * @param bundle the model
	 * @param normalization that of its backbone
	 * @param fileSha256 checksum of the exported file
	 */
	static ExportDescription of(final ModelBundle bundle, final Backbone.Normalization normalization, final String fileSha256) {
		final ModelInfo info = bundle.info();
		return new ExportDescription(FORMAT, FORMAT_VERSION, fileSha256, info.model(), info.settings(), info.preprocessing(),
			normalization.mean(), normalization.std(), info.backbone(), info.scoring(), info.calibration(), permutations(bundle),
			statistics(bundle.part(ModelBundle.FEATURES)), gate(bundle.part(ModelBundle.GATE)), info.training(), info.imported(), info.versions(),
			info.accept());
	}

	private static List<List<long[]>> permutations(final ModelBundle bundle) {
		final StateDict names = Detectors.of(bundle.info().model()).stateDict();
		return names.leavesOutPermutations() ? names.permutations(bundle.detector()) : null;
	}

	private static List<Statistics> statistics(final SortedMap<String, HostTensor> features) {
		final List<Statistics> maps = new ArrayList<>();
		for (int map = 0; features.containsKey("mean" + map); map++)
			maps.add(new Statistics(features.get("mean" + map).toFloats(), features.get("std" + map).toFloats()));
		return maps.isEmpty() ? null : maps;
	}

	private static SortedMap<String, Array> gate(final SortedMap<String, HostTensor> tensors) {
		final SortedMap<String, Array> gate = new TreeMap<>();
		tensors.forEach((name, tensor) -> gate.put(name, new Array(tensor.shape(), tensor.toFloats())));
		return gate.isEmpty() ? null : gate;
	}

	String toJson() {
		return GSON.toJson(this) + "\n";
	}
}
