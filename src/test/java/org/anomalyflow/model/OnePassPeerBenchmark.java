package org.anomalyflow.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.djl.ndarray.NDManager;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PatchCore and PaDiM on ResNet18 at 256 pixels beside anomalib: from files of good images to what detects, and one image.
 * {@code -Dbenchmark.images} (200) says how many good images there are.
 */
class OnePassPeerBenchmark {

	private static final int SIDE = 256;
	private static final int IMAGES = Integer.getInteger("benchmark.images", 200);
	private static final double SHARE = 0.1;
	private static final int ROWS = 3000;
	private static final int CELLS = 1024;
	private static final Map<String, String> ANOMALIB = Map.of("scoring", "anomalib");
	@TempDir
	private static Path data;
	private static List<Path> files;

	@BeforeAll
	static void draw() throws IOException {
		SampleData.generate(data, List.of("weave"), IMAGES, 1, Progress.NONE);
		try (Stream<Path> all = Files.list(good())) {
			files = all.sorted().toList();
		}
	}

	private static Path good() {
		return data.resolve("weave/train/good");
	}

	/** Ours with the options of anomalib, or with its own: about 8192 patches, chosen from each image for itself. */
	@ParameterizedTest
	@ValueSource(strings = { "anomalib", "own" })
	void patchcoreFit(final String options) throws IOException {
		final Map<String, String> chosen = "own".equals(options)
			? Map.of()
			: Map.of("scoring", "anomalib", "coreset", String.valueOf(SHARE), "coreset_of", "all", "neighbours", "9");
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE);
			Peer peer = Peer.ofAnomalib("patchcore-fit", SIDE, good(), SHARE))
		{
			fit("patchcore-fit-" + options, context, "patchcore", chosen, peer);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "float32", "mixed" })
	void padimFit(final String precision) throws IOException {
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE);
			Peer peer = Peer.ofAnomalib("padim-fit", SIDE, good()))
		{
			fit("padim-fit-" + precision, context, "padim", ANOMALIB, peer);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "float32", "mixed" })
	void patchcoreImage(final String precision) throws IOException {
		final int images = ROWS / CELLS + 1;
		final Map<String, String> options = Map.of("scoring", "anomalib", "neighbours", "9", "coreset",
			String.valueOf((double) ROWS / (images * CELLS)));
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE);
			Peer peer = Peer.ofAnomalib("patchcore-image", SIDE, ROWS))
		{
			image("patchcore-image-" + precision, context, "patchcore", options, images, peer);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "float32", "mixed" })
	void padimImage(final String precision) throws IOException {
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE); Peer peer = Peer.ofAnomalib("padim-image", SIDE)) {
			image("padim-image-" + precision, context, "padim", ANOMALIB, IMAGES, peer);
		}
	}

	private static void fit(final String name, final ComputeContext context, final String model, final Map<String, String> options,
		final Peer peer) throws IOException
	{
		final OnePassFactory factory = (OnePassFactory) Detectors.of(model);
		final FeatureExtractor extractor = PeerImages.extractor(context, "resnet18", factory.layout("resnet18"), SIDE);
		peer.compareCold(name + " images=" + IMAGES, () -> {
			try (ComputeContext own = context.newContext()) {
				learn(own, factory, extractor, options, files);
			}
		});
	}

	private static void image(final String name, final ComputeContext context, final String model, final Map<String, String> options,
		final int images, final Peer peer) throws IOException
	{
		final OnePassFactory factory = (OnePassFactory) Detectors.of(model);
		final FeatureExtractor extractor = PeerImages.extractor(context, "resnet18", factory.layout("resnet18"), SIDE);
		PeerImages.compare(name, context, extractor, learn(context, factory, extractor, options, files.subList(0, images)).model(), peer);
	}

	private static Learned learn(final ComputeContext context, final OnePassFactory factory, final FeatureExtractor extractor,
		final Map<String, String> options, final List<Path> images)
	{
		final JsonObject settings = factory.settings(new DetectorInput("resnet18", extractor.shapes(), SIDE),
			DetectorOptions.of(factory, options));
		try (OnePassLearner learner = factory.learner(context, settings, images.size(), 1)) {
			for (int i = 0; i < images.size(); i++)
				try (NDManager scope = context.newScope()) {
					learner.add(i, extractor.features(scope, ImageFiles.read(images.get(i)).get(1).image()), Progress.NONE);
				}
			return learner.learn(Progress.NONE);
		}
	}
}
