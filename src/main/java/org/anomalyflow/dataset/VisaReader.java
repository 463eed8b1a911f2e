package org.anomalyflow.dataset;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** VisA as downloaded, split by its own table if that is there, and in its split form. */
final class VisaReader implements LayoutReader {

	private static final String DEFECT = "anomaly";
	private static final String BYTE_ORDER_MARK = "\uFEFF";
	private final TrainTestReader splitForm = TrainTestReader.mvtec();

	@Override
	public String expected() {
		return "Data/Images/Normal or Data/Images/Anomaly";
	}

	@Override
	public boolean recognises(final Path folder) {
		return isRaw(folder) || splitForm.recognises(folder);
	}

	@Override
	public Category read(final Path folder, final DatasetLayout layout, final GoodSplit split) {
		if (!isRaw(folder))
			return splitForm.read(folder, layout, split);
		final Raw raw = new Raw(folder, new CategoryBuilder(folder, layout));
		final Optional<Path> table = table(folder);
		if (table.isEmpty() || !raw.splitBy(table.get()))
			raw.splitBy(split);
		return raw.category.build();
	}

	/** The folder of a category's good images, if it is as downloaded. */
	static Optional<Path> goodFolder(final Path folder) {
		return Folders.descend(folder, "data", "images", "normal");
	}

	private static boolean isRaw(final Path folder) {
		return goodFolder(folder).or(() -> Folders.descend(folder, "data", "images", DEFECT)).isPresent();
	}

	private static Optional<Path> table(final Path folder) {
		final Path parent = folder.toAbsolutePath().normalize().getParent();
		if (parent == null)
			return Optional.empty();
		return Optional.of(parent.resolve("split_csv").resolve("1cls.csv")).filter(Files::isRegularFile);
	}

	/** The samples of one category while they are gathered. */
	private static final class Raw {

		private final Path folder;
		private final CategoryBuilder category;
		private final List<MaskPlaces.Place> masks;

		Raw(final Path folder, final CategoryBuilder category) {
			this.folder = folder;
			this.category = category;
			masks = Folders.descend(folder, "data", "masks", DEFECT).map(place -> MaskPlaces.known(MaskIndex.inFolder(place, Set.of())))
				.orElse(List.of());
		}

		void splitBy(final GoodSplit split) {
			category.split(images("normal"), split, "Without split_csv/1cls.csv, the good images");
			images(DEFECT).forEach(this::addDefective);
		}

		/** Whether the table lists this category at all. */
		boolean splitBy(final Path table) {
			final Map<String, Path> normal = byName(images("normal"));
			final Map<String, Path> anomalous = byName(images(DEFECT));
			int rows = 0;
			int absent = 0;
			int defectiveToTrain = 0;
			for (final Row row : rows(table, Folders.name(folder))) {
				rows++;
				final Path image = (row.normal ? normal : anomalous).get(row.fileName);
				if (image == null)
					absent++;
				else if (!row.normal && row.train)
					defectiveToTrain++;
				else if (!row.normal)
					addDefective(image);
				else if (row.train)
					category.train(List.of(image));
				else
					category.testGood(List.of(image));
			}
			if (absent > 0)
				category.notes().add(absent + " images listed in " + table + " are not in " + folder + ".");
			if (defectiveToTrain > 0)
				category.notes().add(defectiveToTrain + " defective images listed for training in " + table + " were left out.");
			if (rows == 0)
				category.notes().add("The table " + table + " does not list " + Folders.name(folder) + ".");
			return rows > 0;
		}

		private List<Path> images(final String kind) {
			return Folders.descend(folder, "data", "images", kind).map(Folders::images).orElse(List.of());
		}

		private void addDefective(final Path image) {
			category.defective().add(image, DEFECT, MaskRule.NON_ZERO, masks);
		}

		private static Map<String, Path> byName(final List<Path> images) {
			return images.stream().collect(Collectors.toMap(Folders::lowerName, image -> image, (first, second) -> first));
		}
	}

	private record Row(boolean train, boolean normal, String fileName) {}

	private static List<Row> rows(final Path table, final String category) {
		final CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).setIgnoreHeaderCase(true).setTrim(true)
			.setIgnoreEmptyLines(true).get();
		try (Reader reader = Files.newBufferedReader(table); CSVParser parser = CSVParser.parse(reader, format)) {
			final String object = parser.getHeaderNames().contains(BYTE_ORDER_MARK + "object") ? BYTE_ORDER_MARK + "object" : "object";
			final List<Row> rows = new ArrayList<>();
			for (final CSVRecord row : parser)
				if (row.get(object).equals(category))
					rows.add(new Row(row.get("split").equals("train"), row.get("label").equals("normal"), fileName(row.get("image"))));
			rows.sort((a, b) -> a.fileName.compareTo(b.fileName));
			return rows;
		}
		catch (final IOException | IllegalArgumentException | IllegalStateException e) {
			throw new AnomalyFlowException("Cannot read the split table " + table + ": " + Messages.reason(e) +
				". Expected the columns object, split, label, image and mask; restore it from the VisA download, or remove it" +
				" to split by the seed.", e);
		}
	}

	/** The file name in lower case: on disk the extension's case may have changed. */
	private static String fileName(final String path) {
		return Folders.key(path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
	}
}
