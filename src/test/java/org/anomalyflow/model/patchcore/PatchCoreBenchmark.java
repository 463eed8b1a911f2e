package org.anomalyflow.model.patchcore;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.GoldenFill;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.RecordedFunction;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.model.Stopwatch;
import org.anomalyflow.util.Progress;

/**
 * Times PatchCore on the second and third stage of ResNet18 at 256 pixels: filling a bank image by image and from all images
 * together, and the evidence about one image with a bank of 3000 patches, with and without ResNet18. The features are
 * random: kinds of patches that many images share, each a little different every time. Arguments: images (200), share of
 * patches (0.1), scoring (official), rounds (20).
 */
public final class PatchCoreBenchmark {

	private static final int SIDE = 256;
	private static final List<Shape> SHAPES = List.of(new Shape(128, 32, 32), new Shape(256, 16, 16));
	private static final int KINDS = 50;
	private static final int BANK = 3000;

	private PatchCoreBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final int images = args.length > 0 ? Integer.parseInt(args[0]) : 200;
		final double share = args.length > 1 ? Double.parseDouble(args[1]) : 0.1;
		final Scoring scoring = Scoring.parse(args.length > 2 ? args[2] : "official");
		final int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 20;
		final GridSize map = new GridSize(SIDE, SIDE);
		final PatchCoreSettings settings = scoring == Scoring.OFFICIAL ? PatchCoreSettings.official(map) : PatchCoreSettings.anomalib(map);
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE)) {
			System.out.println(context.describe() + ", " + images + " images, share " + share + ", " + scoring);
			final PatchEmbedding embedding = new PatchEmbedding(context, settings, 128, 256);
			for (final boolean perImage : new boolean[]{ true, false })
				Stopwatch.reportCold("patchcore fit " + (perImage ? "image by image" : "all images together"), 1,
					() -> fill(context, scoring, embedding, new CoresetOptions(share, perImage, 1), images).close());
			final int perImage = BANK / 1024 + 1;
			try (MemoryBank bank = fill(context, scoring, embedding, new CoresetOptions(BANK / 1024.0 / perImage, true, 1), perImage);
				NDManager scope = context.newScope())
			{
				final PatchCoreModel model = new PatchCoreModel(context, settings, SHAPES, bank);
				final NDList features = features(scope, 1);
				final String size = " bank=" + bank.rows().getShape();
				Stopwatch.report("patchcore evidence" + size, rounds, () -> model.predict(features).maps().get(0).toFloatArray());
				final Backbone resnet = Backbones.create(context, "resnet18", GoldenFill.network("resnet18"), "");
				final RecordedFunction detection = new RecordedFunction(context,
					input -> model.predict(resnet.features(input.singletonOrThrow()).subNDList(1)).maps());
				final float[] image = SeededRandom.normal(SeededRandom.stream(1, "image"), 3 * SIDE * SIDE, 1);
				Stopwatch.report("patchcore resnet18+evidence" + size, rounds, () -> {
					try (NDManager once = context.newScope()) {
						detection.apply(Tensors.toEngine(once, image, 1, 3, SIDE, SIDE)).get(0).toFloatArray();
					}
				});
			}
		}
	}

	private static MemoryBank fill(final ComputeContext context, final Scoring scoring, final PatchEmbedding embedding,
		final CoresetOptions options, final int images)
	{
		try (PatchCoreLearner learner = new PatchCoreLearner(context, scoring, embedding, options, bank -> null)) {
			for (int image = 0; image < images; image++)
				try (NDManager scope = context.newScope()) {
					learner.add(image, features(scope, image), Progress.NONE);
				}
			return learner.bank(Progress.NONE);
		}
	}

	private static NDList features(final NDManager scope, final int image) {
		final NDList maps = new NDList();
		for (final Shape shape : SHAPES) {
			final int channels = (int) shape.get(0);
			final int cells = (int) (shape.get(1) * shape.get(2));
			final float[] kinds = SeededRandom.normal(SeededRandom.stream(1, "kinds"), KINDS * channels, 1);
			final SplittableRandom random = SeededRandom.stream(image, "image");
			final float[] values = SeededRandom.uniform(random, channels * cells, 0.5);
			for (int cell = 0; cell < cells; cell++) {
				final int kind = random.nextInt(KINDS);
				for (int channel = 0; channel < channels; channel++)
					values[channel * cells + cell] += kinds[kind * channels + channel];
			}
			maps.add(Tensors.toEngine(scope, values, 1, channels, shape.get(1), shape.get(2)));
		}
		return maps;
	}
}
