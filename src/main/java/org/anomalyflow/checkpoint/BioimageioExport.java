package org.anomalyflow.checkpoint;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import javax.imageio.ImageIO;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

import ij.ImagePlus;
import ij.process.ColorProcessor;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.NetworkInput;
import org.anomalyflow.image.ResultImages;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.Messages;

/**
 * Packs a model as bioimage.io describes models: a ZIP of the TorchScript program, a test image with what the program makes of
 * it, and {@code rdf.yaml} ({@link BioimageioDescription}). The test image is a smooth pattern: the model file has no image of
 * the training.
 */
final class BioimageioExport {

	/** The same for all entries, so that equal models give equal files. */
	private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
	/** Below it the validator takes a test tensor for empty. */
	private static final float LEAST_OUTPUT = 1e-4f;
	private static final int COVER_SIDE = 256;

	private final Supplier<ComputeContext> portable;
	private final ModelBundle bundle;
	private final Backbone.Normalization normalization;
	private final int side;
	private final float shift;

	/**
	 * @param portable opens a portable context
	 * @param bundle the model
	 * @param normalization that of its backbone
	 */
	BioimageioExport(final Supplier<ComputeContext> portable, final ModelBundle bundle, final Backbone.Normalization normalization) {
		this.portable = portable;
		this.bundle = bundle;
		this.normalization = normalization;
		side = bundle.info().preprocessing().imageSize();
		shift = shift(bundle.info());
	}

	/** What is added to scores and heat: validators compare with a share of the largest value, which must be positive. */
	private static float shift(final ModelInfo info) {
		final ScoreScale scale = Detectors.of(info.model()).scoreScale();
		if (scale == ScoreScale.NEGATIVE_LIKELIHOOD)
			return 1;
		return scale == ScoreScale.REAL ? Math.max(0, -info.calibration().displayMin()) : 0;
	}

	/**
	 * Writes the package.
	 *
	 * @return what the user should know, one line each
	 * @throws AnomalyFlowException if the model computes something that is no program, or numbers that the format does not allow
	 */
	List<String> write(final Path target) {
		AtomicFiles.write(target, temporary -> {
			final Path weights = temporary.resolveSibling(temporary.getFileName() + ".pt");
			try {
				pack(weights, temporary);
			}
			finally {
				Files.deleteIfExists(weights);
			}
		});
		return List.of("Written: " + target + ", a model of bioimage.io: image [1, 3, " + side + ", " + side + "] -> anomaly map [1, 1, " +
			side + ", " + side + "] and score [1, 1, 1, 1]" +
			(shift == 0 ? "" : ", both " + BioimageioDescription.decimal(shift) + " larger than here") +
			". Its description is rdf.yaml in it, for bioimageio.core, deepImageJ and ilastik; thresholds stand there under config, anomaly_flow.");
	}

	private void pack(final Path weights, final Path target) throws IOException {
		final float[] image = testImage();
		final List<Output> outputs;
		try (ComputeContext context = portable.get()) {
			new TorchScriptExport(context, bundle, normalization).writeForImages(weights, shift);
			outputs = run(weights, image);
		}
		check(outputs.get(0), "anomaly map");
		check(outputs.get(1), "score");
		final Map<String, byte[]> files = new LinkedHashMap<>();
		files.put("test_image.npy", npy(image, 1, NetworkInput.CHANNELS, side, side));
		files.put("test_anomaly_map.npy", outputs.get(0).npy());
		files.put("test_score.npy", outputs.get(1).npy());
		if (outputs.size() > 2)
			files.put("test_unlikeness.npy", outputs.get(2).npy());
		files.put("cover.png", cover(image, outputs.get(0).values));
		files.put("anomaly-flow.json",
			ExportDescription.of(bundle, normalization, Hashes.sha256(weights)).toJson().getBytes(StandardCharsets.UTF_8));
		final BioimageioDescription description = new BioimageioDescription(bundle.info(), shift, outputs.size() > 2);
		files.put("README.md", description.readme().getBytes(StandardCharsets.UTF_8));
		final Map<String, String> checksums = new LinkedHashMap<>();
		files.forEach((name, bytes) -> checksums.put(name, Digests.sha256(bytes)));
		checksums.put("weights.pt", Hashes.sha256(weights));
		files.put("rdf.yaml", description.yaml(checksums).getBytes(StandardCharsets.UTF_8));
		zip(files, weights, target);
	}

	/** One output of the program, as Java has it. */
	private record Output(float[] values, long[] shape) {

		byte[] npy() {
			return BioimageioExport.npy(values, shape);
		}
	}

	/** Each colour a wave of its own between a fifth and four fifths of the range of intensities. */
	private float[] testImage() {
		final ModelInfo.Preprocessing preprocessing = bundle.info().preprocessing();
		final double span = preprocessing.intensityMax() - preprocessing.intensityMin();
		final float[] image = new float[NetworkInput.CHANNELS * side * side];
		for (int i = 0; i < image.length; i++) {
			final int channel = i / side / side;
			final double turn = 2 * Math.PI * ((3 + channel) * (i % side) + (5 - channel) * (i / side % side)) / side;
			final double value = preprocessing.intensityMin() + span * (0.5 + 0.3 * Math.sin(turn));
			image[i] = (float) (preprocessing.bitDepth() == Float.SIZE ? value : Math.rint(value));
		}
		return image;
	}

	/** What the written program makes of an image. */
	private List<Output> run(final Path weights, final float[] image) throws IOException {
		try (Model program = Model.newInstance("anomaly-model", Device.cpu(), "PyTorch"); InputStream in = Files.newInputStream(weights)) {
			program.load(in);
			final NDArray input = program.getNDManager().create(image, new Shape(1, NetworkInput.CHANNELS, side, side));
			final NDList outputs = program.getBlock().forward(new ParameterStore(program.getNDManager(), false), new NDList(input), false);
			return outputs.stream().map(output -> new Output(output.toFloatArray(), output.getShape().getShape())).toList();
		}
		catch (final MalformedModelException e) {
			throw new AnomalyFlowException("The exported program cannot be loaded: " + Messages.reason(e), e);
		}
	}

	private static void check(final Output output, final String what) {
		float most = Float.NEGATIVE_INFINITY;
		for (final float value : output.values)
			most = Math.max(most, value);
		if (!(most > LEAST_OUTPUT) || Float.isInfinite(most))
			throw new AnomalyFlowException("The largest value of the " + what + " of the test image is " + most +
				"; a model of bioimage.io needs one above " + LEAST_OUTPUT + ". Export with format=torchscript instead.");
	}

	/** A test tensor as NumPy writes it: 32-bit numbers, row by row. */
	private static byte[] npy(final float[] values, final long... shape) {
		final StringBuilder tuple = new StringBuilder();
		for (final long length : shape)
			tuple.append(length).append(", ");
		final String head = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + "), }";
		final int begin = 10;
		final int bytes = (begin + head.length() + 1 + 63) / 64 * 64;
		final ByteBuffer file = ByteBuffer.allocate(bytes + values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0).putShort((short) (bytes - begin));
		file.put((head + " ".repeat(bytes - begin - head.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
		file.asFloatBuffer().put(values);
		return file.array();
	}

	/** The test image and its heat side by side. */
	private byte[] cover(final float[] image, final float[] map) throws IOException {
		final ModelInfo info = bundle.info();
		final float min = info.preprocessing().intensityMin();
		final float span = Math.max(Float.MIN_NORMAL, info.preprocessing().intensityMax() - min);
		final int[] colors = new int[side * side];
		for (int i = 0; i < colors.length; i++)
			for (int c = 0; c < NetworkInput.CHANNELS; c++)
				colors[i] = colors[i] << Byte.SIZE | Math.max(0, Math.min(255, Math.round((image[c * colors.length + i] - min) / span * 255)));
		final ImagePlus picture = new ImagePlus("test", new ColorProcessor(side, side, colors));
		final float[] heat = new float[map.length];
		for (int i = 0; i < heat.length; i++)
			heat[i] = map[i] - shift;
		final ImagePlus heatmap = ResultImages.heatmap(ImageSlices.of(picture), List.of(ScorePlane.of(heat, side, side)),
			info.calibration().displayMin(), info.calibration().displayMax());
		final BufferedImage cover = new BufferedImage(2 * COVER_SIDE, COVER_SIDE, BufferedImage.TYPE_INT_RGB);
		final Graphics2D graphics = cover.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		graphics.drawImage(picture.getBufferedImage(), 0, 0, COVER_SIDE, COVER_SIDE, null);
		graphics.drawImage(heatmap.getBufferedImage(), COVER_SIDE, 0, COVER_SIDE, COVER_SIDE, null);
		graphics.dispose();
		final ByteArrayOutputStream png = new ByteArrayOutputStream();
		ImageIO.write(cover, "png", png);
		return png.toByteArray();
	}

	private static void zip(final Map<String, byte[]> files, final Path weights, final Path target) throws IOException {
		try (OutputStream out = Files.newOutputStream(target); ZipOutputStream zip = new ZipOutputStream(out)) {
			for (final Map.Entry<String, byte[]> file : files.entrySet()) {
				begin(zip, file.getKey());
				zip.write(file.getValue());
				zip.closeEntry();
			}
			// weights are as good as random
			zip.setLevel(Deflater.NO_COMPRESSION);
			begin(zip, "weights.pt");
			Files.copy(weights, zip);
			zip.closeEntry();
		}
	}

	private static void begin(final ZipOutputStream zip, final String name) throws IOException {
		final ZipEntry entry = new ZipEntry(name);
		entry.setTimeLocal(ENTRY_TIME);
		zip.putNextEntry(entry);
	}
}
