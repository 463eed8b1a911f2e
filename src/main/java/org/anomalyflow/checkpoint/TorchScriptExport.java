package org.anomalyflow.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Trace;
import org.anomalyflow.gate.Gate;
import org.anomalyflow.gate.ScriptedGate;
import org.anomalyflow.image.NetworkInput;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.model.HighestCells;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Messages;

/**
 * Writes a whole model as one TorchScript program: intensities of an image in, anomaly map and score out, and how unlike
 * the training images it is where the model has a gate. It is the program that detection runs here, noted call by call;
 * only the resizing of the image is left to the caller.
 */
final class TorchScriptExport {

	/** How many tensors {@code after} returns without a gate. */
	private static final int MAP_AND_SCORE = 2;

	private final ComputeContext context;
	private final ModelInfo info;
	private final Backbone.Normalization normalization;
	private final Detector detector;
	private final Optional<ScriptedGate> gate;

	/**
	 * @param context a portable one; owns the model's memory
	 * @param bundle the model
	 * @param normalization that of its backbone
	 */
	TorchScriptExport(final ComputeContext context, final ModelBundle bundle, final Backbone.Normalization normalization) {
		this.context = context;
		this.normalization = normalization;
		info = bundle.info();
		detector = Detector.of(context, bundle);
		gate = Gate.of(bundle.part(ModelBundle.GATE)).map(known -> new ScriptedGate(context, known));
	}

	/**
	 * What the program returns beside the map.
	 *
	 * @param shift added to map and score
	 * @param onePixel whether score and unlikeness are images of one pixel, [batch, 1, 1, 1], instead of [batch]
	 */
	private record Returned(float shift, boolean onePixel) {

		String number(final String name) {
			return onePixel ? "torch.reshape(" + name + ", [-1, 1, 1, 1])" : name;
		}

		String shifted(final String name) {
			return shift == 0 ? name : "torch.add(" + name + ", " + decimal(shift) + ")";
		}
	}

	/**
	 * Writes the program, which returns the map [batch, 1, side, side], the score [batch] and, with a gate, the unlikeness [batch].
	 *
	 * @param target the file
	 */
	void write(final Path target) {
		write(target, new Returned(0, false));
	}

	/**
	 * Writes the program for hosts that know images only: score and unlikeness are [batch, 1, 1, 1].
	 *
	 * @param target the file
	 * @param shift added to map and score
	 */
	void writeForImages(final Path target, final float shift) {
		write(target, new Returned(shift, true));
	}

	private void write(final Path target, final Returned form) {
		final int side = info.preprocessing().imageSize();
		try (NDManager scope = context.newScope()) {
			final NDArray input = scope.zeros(new Shape(1, NetworkInput.CHANNELS, side, side), DataType.FLOAT32);
			detector.findings(input);
			final NDList results = new NDList();
			final Trace trace = context.trace(input, () -> compute(input, results));
			final String methods = methods(side, results.subNDList(1, results.size() - gateOutputs()), form);
			AtomicFiles.write(target, temporary -> {
				try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
					trace.write(out, methods, returned(), results);
				}
			});
		}
	}

	/** What {@code after} takes: the score, the maps and, with a gate, how unlike the training images the image is. */
	private void compute(final NDArray input, final NDList results) {
		final Detector.Findings found = detector.findings(input);
		results.add(found.evidence().scores());
		results.addAll(found.evidence().maps());
		gate.ifPresent(known -> results.add(known.unlikeness(found.summary())));
	}

	private int gateOutputs() {
		return gate.isPresent() ? 1 : 0;
	}

	private String returned() {
		return "Tuple[" + String.join(", ", Collections.nCopies(MAP_AND_SCORE + gateOutputs(), "Tensor")) + "]";
	}

	/** The methods before the backbone and after the flow, with this model's numbers. */
	private String methods(final int side, final NDList maps, final Returned form) {
		final MapFusion fusion = MapFusion.ofLabel(info.scoring().fusion());
		final float min = info.preprocessing().intensityMin();
		final float max = info.preprocessing().intensityMax();
		final List<String> names = IntStream.range(0, maps.size()).mapToObj(map -> "m" + map).toList();
		final Map<String, Object> values = new TreeMap<>();
		values.put("side", side);
		values.put("min", decimal(min));
		values.put("span", decimal(max > min ? max - min : 1));
		for (int c = 0; c < NetworkInput.CHANNELS; c++) {
			values.put("mean" + c, decimal(normalization.mean().get(c)));
			values.put("std" + c, decimal(normalization.std().get(c)));
		}
		values.put("declarations", String.join(": Tensor, ", names) + ": Tensor");
		values.put("maps", String.join(", ", names.subList(0, fusion.used(maps.size()))));
		values.put("product", bool(fusion.joins() == MapFusion.Join.PRODUCT));
		values.put("fused_first", bool(fusion.fusesFirst()));
		values.put("aligns_corners", bool(fusion.alignsCorners()));
		values.put("divisor", decimal(fusion.divisor(maps.size())));
		values.put("exponent", decimal(fusion.exponent(maps.size())));
		values.put("unlikeness", gate.isPresent() ? ", unlikeness: Tensor" : "");
		values.put("map_out", form.shifted("torch.unsqueeze(map, 1)"));
		values.put("score_out", form.number(form.shifted("scores")));
		values.put("returned", gate.isPresent() ? ", " + form.number("unlikeness") : "");
		values.put("returned_type", returned());
		values.put("top", HighestCells.count(info.scoring().topShare(), maps.get(0).size()));
		return filled(values);
	}

	private static String bool(final boolean value) {
		return value ? "True" : "False";
	}

	/** A number as the language writes it: never in the form 1E-5 that Java has. */
	private static String decimal(final double value) {
		final String digits = BigDecimal.valueOf(value).toPlainString();
		return digits.contains(".") ? digits : digits + ".";
	}

	private static String filled(final Map<String, Object> values) {
		try (InputStream in = TorchScriptExport.class.getResourceAsStream("anomaly_model.py")) {
			String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			for (final Map.Entry<String, Object> value : values.entrySet())
				source = source.replace("{{" + value.getKey() + "}}", value.getValue().toString());
			return source;
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read the source of the program: " + Messages.reason(e), e);
		}
	}
}
