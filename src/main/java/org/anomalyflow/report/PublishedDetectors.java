package org.anomalyflow.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Published numbers by detector and backbone. Only what agrees with a measurement in data set, categories, detector,
 * backbone and, where it was told, image size stands beside it.
 * <p>
 * Resources: {@code published_methods.csv} says which method of {@code published.csv} is which detector on which backbone,
 * where its paper tells; {@code published_means.csv} has further means over whole data sets; {@code published_complexity.csv}
 * the speeds and sizes of DANFlow's published tables.
 */
final class PublishedDetectors {

	/** Where the numbers of each source are from and how they were measured. */
	private static final Map<String, String> SOURCES = new LinkedHashMap<>(PublishedNumbers.SOURCES);

	private static final String MEMSEG_PAPER = "memseg-paper";
	/** Of the detectors whose numbers per category are not what the tables of DANFlow's authors measured themselves or quotes from code that reproduces them. */
	private static final Map<String, String> OWN_SOURCES = Map.of("cs-flow", "anomalib", "memseg", MEMSEG_PAPER);

	static {
		SOURCES.put("anomalib-patchcore", "PatchCore in anomalib: the benchmark table beside its model, 256 px, weights of timm.");
		SOURCES.put("anomalib-padim", "PaDiM in anomalib: the benchmark table beside its model, 256 px, weights of timm.");
		SOURCES.put("anomalib-fastflow",
			"FastFlow in anomalib: the benchmark table beside its model, 256 px, training ended by the AUROC on the test set.");
		SOURCES.put("spade-pytorch",
			"SPADE: the table of byungjae89/SPADE-pytorch, whose scores take the nearest 5 images, not 50 as in the paper.");
		SOURCES.put("memseg-tootouch", "MemSeg: the logs of TooTouch/MemSeg, last step of the training.");
		SOURCES.put(MEMSEG_PAPER,
			"MemSeg: its paper, by the table beside DANFlow\u2019s public code. Published only: no public code reproduces these numbers.");
	}

	/** A number with where it is from. */
	record Published(double value, String source) {}

	/**
	 * What DANFlow's authors say of a detector's cost.
	 *
	 * @param imagesPerSecond on the authors' machine
	 * @param parameters trained ones
	 */
	record Complexity(String backbone, String model, double imagesPerSecond, long parameters) {}

	private record Method(String name, String model, String backbone, String imageSize) {}

	private record Mean(String model, String backbone, String imageSize, String metric, Published published) {}

	private final PublishedNumbers numbers;
	private final List<Method> methods = new ArrayList<>();
	private final List<Mean> means = new ArrayList<>();

	private PublishedDetectors(final PublishedNumbers numbers) {
		this.numbers = numbers;
		for (final List<String> row : PublishedNumbers.rows("published_methods"))
			if (row.get(0).equals(numbers.dataset()))
				methods.add(new Method(row.get(1), row.get(2), row.get(3), row.get(4)));
		for (final List<String> row : PublishedNumbers.rows("published_means"))
			if (row.get(0).equals(numbers.dataset()))
				means.add(new Mean(row.get(1), row.get(2), row.get(3), row.get(4), new Published(Double.parseDouble(row.get(5)), row.get(6))));
	}

	/** The numbers about the data set of a folder; empty if none are known. */
	static Optional<PublishedDetectors> of(final Path dataset) {
		return PublishedNumbers.of(dataset).map(PublishedDetectors::new);
	}

	/**
	 * The mean of a metric over some categories.
	 *
	 * @param entrant the detector and its backbone
	 * @param categories those over which its own mean is taken
	 * @return empty if nothing was published of just this
	 */
	Optional<Published> mean(final Entrant entrant, final List<String> categories, final String metric) {
		for (final Method method : methods)
			if (agrees(entrant, method.model, method.backbone, method.imageSize)) {
				final OptionalDouble mean = numbers.mean(categories, method.name, metric);
				if (mean.isPresent())
					return Optional.of(new Published(mean.getAsDouble(), OWN_SOURCES.getOrDefault(method.model, "danflow")));
			}
		if (!numbers.areAll(categories))
			return Optional.empty();
		return means.stream().filter(mean -> mean.metric.equals(metric) && agrees(entrant, mean.model, mean.backbone, mean.imageSize))
			.map(Mean::published).findFirst();
	}

	private static boolean agrees(final Entrant entrant, final String model, final String backbone, final String imageSize) {
		return entrant.model().equals(model) && entrant.backbone().equals(backbone) &&
			(imageSize.isEmpty() || imageSize.equals(entrant.text(Metric.IMAGE_SIZE)));
	}

	/** What a source is. */
	static String source(final String name) {
		return SOURCES.get(name);
	}

	/** What DANFlow's authors say of a detector's cost on a backbone; empty if nothing. */
	static Optional<Complexity> complexity(final Entrant entrant) {
		return PublishedNumbers.rows("published_complexity").stream()
			.map(row -> new Complexity(row.get(0), row.get(1), Double.parseDouble(row.get(2)), Long.parseLong(row.get(3))))
			.filter(row -> row.model.equals(entrant.model()) && row.backbone.equals(entrant.backbone())).findFirst();
	}
}
