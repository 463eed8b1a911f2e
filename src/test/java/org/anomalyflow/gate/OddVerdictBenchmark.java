package org.anomalyflow.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.dataset.Category;
import org.anomalyflow.dataset.DatasetLayout;
import org.anomalyflow.dataset.Datasets;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.Thresholder;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.training.ModelTrainer;
import org.anomalyflow.training.TrainingImages;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;

/**
 * What models decide on odd images, from training to verdict: one table, a row for each kind of odd image, a column for each
 * category, model and backbone. A cell has a letter for each image: p passes, v is for review, r is rejected; a capital
 * letter where the gate calls it unlike. Two kinds of row are not odd: other good images, of which nearly all should pass,
 * and images of the data set's other categories.
 * <p>
 * Arguments: a data set, categories separated by commas, how many good images train, models and backbones separated by
 * commas. For ResNet-18 its weights must be installed (see docs/weights.md); on it models are trained shortly, on small images.
 */
final class OddVerdictBenchmark {

	/** Good images that train no model, of which the odd ones are made. */
	private static final int BASES = 2;
	private static final int MOST_GOOD = 24;
	private static final int SHORT_EPOCHS = 8;
	private static final int SMALL_SIDE = 128;
	private static final String GOOD = "(other good images)";

	private final ComputeContext context;
	private final Map<String, List<String>> table = new LinkedHashMap<>();
	private final List<String> columns = new ArrayList<>();

	private OddVerdictBenchmark(final ComputeContext context) {
		this.context = context;
	}

	public static void main(final String[] arguments) throws IOException {
		final List<Category> all = Datasets.open(Path.of(arguments[0]), DatasetLayout.AUTO, List.of(), 1);
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE)) {
			final OddVerdictBenchmark benchmark = new OddVerdictBenchmark(context);
			for (final Category category : all)
				if (List.of(arguments[1].split(",")).contains(category.name()))
					for (final String model : arguments[3].split(","))
						for (final String backbone : arguments[4].split(","))
							benchmark.measure(category, all, Integer.parseInt(arguments[2]), model, backbone);
			benchmark.print();
		}
	}

	private void measure(final Category category, final List<Category> all, final int images, final String model, final String backbone)
		throws IOException
	{
		final List<Path> good = new ArrayList<>(category.training());
		category.test().stream().filter(sample -> !sample.isDefective()).forEach(sample -> good.add(sample.image()));
		final int[] order = SeededRandom.permutation(new SplittableRandom(1), good.size());
		final List<Path> shuffled = IntStream.of(order).mapToObj(good::get).toList();
		final Path folder = Files.createTempDirectory("odd");
		try (ComputeContext own = context.newContext()) {
			final ModelBundle bundle = new ModelTrainer(own, options(model, backbone), Progress.NONE)
				.train(TrainingImages.of(shuffled.subList(0, images), Progress.NONE), folder.resolve("model.aflow"));
			final Thresholder inspector = new Thresholder(own, bundle, DetectionOptions.builder().build());
			final Map<String, String> cells = new LinkedHashMap<>();
			for (final Path file : shuffled.subList(images, Math.min(shuffled.size(), images + MOST_GOOD)))
				add(cells, GOOD, inspector, read(file));
			for (int base = 0; base < BASES; base++) {
				final long seed = base;
				OddImages.of(read(shuffled.get(images + base)), seed).forEach((name, odd) -> add(cells, name, inspector, odd));
			}
			for (final Category other : all)
				if (other != category)
					add(cells, "another product: " + other.name(), inspector, read(other.training().get(0)));
			columns.add(String.join(", ", category.name(), model, backbone));
			cells.forEach((row, letters) -> {
				final List<String> cellsOfRow = table.computeIfAbsent(row, key -> new ArrayList<>());
				while (cellsOfRow.size() < columns.size() - 1)
					cellsOfRow.add("");
				cellsOfRow.add(letters);
			});
		}
		finally {
			delete(folder);
		}
	}

	private static TrainingOptions options(final String model, final String backbone) {
		final TrainingOptions.Builder builder = TrainingOptions.builder().optModel(model).optBackbone(backbone);
		return backbone.equals("filter-bank")
			? builder.build()
			: builder.optImageSize(SMALL_SIDE).optBatchSize(SHORT_EPOCHS).optEpochs(SHORT_EPOCHS).build();
	}

	private static PlanarImage read(final Path file) {
		return ImageFiles.read(file).get(1).image();
	}

	private static void add(final Map<String, String> cells, final String row, final Thresholder inspector, final PlanarImage image) {
		final SliceDetection slice = inspector.inspect(ImageSlices.of(new ImagePlus(row, processor(image))), Progress.NONE).slices().get(0);
		final String letter = switch (slice.verdict().decision()) {
			case PASS -> "p";
			case REVIEW -> "v";
			case REJECT -> "r";
		};
		cells.merge(row, slice.reading().unlikeness() >= 1 ? letter.toUpperCase(Locale.ROOT) : letter, String::concat);
	}

	private static ImageProcessor processor(final PlanarImage image) {
		final byte[][] planes = new byte[3][image.width() * image.height()];
		for (int c = 0; c < planes.length; c++)
			for (int i = 0; i < planes[c].length; i++)
				planes[c][i] = (byte) image.plane(Math.min(c, image.channels() - 1))[i];
		final ColorProcessor colour = new ColorProcessor(image.width(), image.height());
		colour.setRGB(planes[0], planes[1], planes[2]);
		return image.channels() == 1 ? colour.convertToByteProcessor(false) : colour;
	}

	private static void delete(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			for (final Path file : files.toList())
				Files.delete(file);
		}
		Files.delete(folder);
	}

	private void print() {
		System.out.println("| image | " + String.join(" | ", columns) + " |");
		System.out.println("|---" + "|---".repeat(columns.size()) + "|");
		table.forEach((row, cells) -> System.out.println("| " + row + " | " + String.join(" | ", cells) + " |"));
	}
}
