package org.anomalyflow.gate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.dataset.Category;
import org.anomalyflow.dataset.DatasetLayout;
import org.anomalyflow.dataset.Datasets;
import org.anomalyflow.dataset.Sample;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;

/**
 * Which odd images the gate tells, how many new good images it calls unlike, and how many defective ones: one table per data set over
 * the categories of each data set and both backbones, with gates of 12, 20 and 40 images. All other categories serve as
 * foreign products. What the gate tells never passes, whatever flow comes after it.
 * <p>
 * Arguments: a file of ResNet-18's weights, then data sets.
 */
final class GateBenchmark {

	private static final int SIDE = 256;
	private static final int MOST_GOOD = 300;
	private static final int MOST_DEFECTS = 24;
	/** Good images that are not in any gate and of which the odd ones are made. */
	private static final int BASES = 2;
	private static final int SEEDS = 10;
	private static final int[] SIZES = { 12, 20, 40 };
	private static final String GOOD = "(new good images)";
	private static final String DEFECTIVE = "(defective images)";
	private static final String BRIGHT = "(20 % brighter)";

	/** Of each row of the table and each column how many images were unlike, and of how many. */
	private final Map<String, Map<String, int[]>> table = new TreeMap<>();

	/** Where features come from. */
	private record Source(String name, FeatureExtractor extractor) {}

	private GateBenchmark() {}

	public static void main(final String[] arguments) {
		final Map<String, List<Category>> roots = new LinkedHashMap<>();
		for (final String root : Arrays.asList(arguments).subList(1, arguments.length))
			roots.put(root, Datasets.open(Path.of(root), DatasetLayout.AUTO, List.of(), 1));
		final List<Category> all = roots.values().stream().flatMap(List::stream).toList();
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE);
			SafeTensors weights = SafeTensors.open(Path.of(arguments[0])))
		{
			final Backbone network = Backbones.create(context, "resnet18", weights.tensors(), "");
			roots.forEach((root, categories) -> {
				final GateBenchmark benchmark = new GateBenchmark();
				categories.forEach(category -> benchmark.measure(context, network, category, all));
				System.out.println("\n" + root + "\n");
				benchmark.print();
			});
		}
	}

	private void measure(final ComputeContext context, final Backbone network, final Category category, final List<Category> all) {
		final String variant = read(category.training().get(0)).channels() == 1 ? FilterBank.GRAY : FilterBank.COLOUR;
		measure(context, category, all, source(context, "filter-bank", new FilterBank(context, variant), FeatureLayout.ALL_MAPS));
		measure(context, category, all, source(context, "resnet18 danflow", network, FeatureLayout.ALL_MAPS));
		measure(context, category, all, source(context, "resnet18 cs-flow", network, FeatureLayout.PYRAMID));
		System.err.println(category.name());
	}

	private static Source source(final ComputeContext context, final String name, final Backbone backbone, final FeatureLayout layout) {
		return new Source(name, new FeatureExtractor(context, backbone, layout, SIDE, IntensityRange.EIGHT_BIT));
	}

	private static PlanarImage read(final Path file) {
		return ImageFiles.read(file).get(1).image();
	}

	private static List<Path> some(final List<Path> files, final int most) {
		final int[] order = SeededRandom.permutation(new SplittableRandom(1), files.size());
		return IntStream.range(0, Math.min(most, order.length)).mapToObj(i -> files.get(order[i])).toList();
	}

	private void measure(final ComputeContext context, final Category category, final List<Category> all, final Source source) {
		final ImageSummary summary = new ImageSummary(context);
		final List<Path> files = new ArrayList<>(category.training());
		category.test().stream().filter(sample -> !sample.isDefective()).map(Sample::image).forEach(files::add);
		final List<float[]> good = new ArrayList<>();
		final Map<String, List<float[]>> probes = new LinkedHashMap<>();
		for (final Path file : some(files, MOST_GOOD)) {
			final PlanarImage image = read(file);
			if (good.size() < BASES)
				OddImages.of(image, good.size()).forEach((name, odd) -> probe(probes, name, vector(context, source, summary, odd)));
			if (good.size() < MOST_DEFECTS)
				probe(probes, BRIGHT, vector(context, source, summary, OddImages.brightened(image, 1.2)));
			good.add(vector(context, source, summary, image));
		}
		for (final Path file : some(category.test().stream().filter(Sample::isDefective).map(Sample::image).toList(), MOST_DEFECTS))
			probe(probes, DEFECTIVE, vector(context, source, summary, read(file)));
		for (final Category other : all)
			if (other != category)
				for (final Path file : some(other.training(), BASES))
					probe(probes, "foreign: " + (isAlike(category, other) ? "alike, PIPED" : other.name()),
						vector(context, source, summary, likeChannels(read(file), read(files.get(0)).channels())));
		for (final int size : SIZES)
			if (size < good.size() - BASES)
				for (int seed = 0; seed < SEEDS; seed++)
					count(source.name() + " " + size, good, probes, size, seed);
	}

	/** The types of PIPED are all paper, some of them white: they may look alike. */
	private static boolean isAlike(final Category one, final Category other) {
		return one.folder().getParent().equals(other.folder().getParent()) && one.name().endsWith("01");
	}

	private static PlanarImage likeChannels(final PlanarImage image, final int channels) {
		return channels == 1 ? PlanarImage.of("gray", image.width(), image.height(), 8, image.plane(0)) : image;
	}

	private static void probe(final Map<String, List<float[]>> probes, final String name, final float[] vector) {
		probes.computeIfAbsent(name, key -> new ArrayList<>()).add(vector);
	}

	private static float[] vector(final ComputeContext context, final Source source, final ImageSummary summary, final PlanarImage image) {
		try (NDManager scope = context.newScope()) {
			final NDArray input = source.extractor().input(scope, image);
			return ImageSummary.join(summary.of(input, source.extractor().features(input)));
		}
	}

	private void count(final String column, final List<float[]> good, final Map<String, List<float[]>> probes, final int size,
		final int seed)
	{
		final int[] order = SeededRandom.permutation(SeededRandom.stream(seed, "gate"), good.size() - BASES);
		final GateLearner learner = new GateLearner();
		for (int i = 0; i < size; i++)
			learner.add(i, good.get(BASES + order[i]));
		final Gate gate = learner.learn();
		for (int i = size; i < order.length; i++)
			count(GOOD, column, gate, good.get(BASES + order[i]));
		probes.forEach((name, vectors) -> vectors.forEach(vector -> count(name, column, gate, vector)));
	}

	private void count(final String row, final String column, final Gate gate, final float[] vector) {
		final int[] counts = table.computeIfAbsent(row, key -> new TreeMap<>()).computeIfAbsent(column, key -> new int[2]);
		counts[0] += gate.unlikeness(vector) >= 1 ? 1 : 0;
		counts[1]++;
	}

	private void print() {
		final List<String> columns = List.copyOf(table.get(GOOD).keySet());
		System.out.println("| % unlike | " + String.join(" | ", columns) + " |");
		System.out.println("|---" + "|---".repeat(columns.size()) + "|");
		table.forEach((row,
			cells) -> System.out.println("| " + row + " | " + String.join(" | ", columns.stream().map(
				column -> cells.containsKey(column) ? String.format(Locale.ROOT, "%.1f", 100.0 * cells.get(column)[0] / cells.get(column)[1]) : "")
				.toList()) + " |"));
	}
}
