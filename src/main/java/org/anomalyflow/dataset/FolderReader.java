package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plain folders: good and defective images in subfolders named so, or good images only. */
final class FolderReader implements LayoutReader {

	/** What people call a folder of good images. */
	static final List<String> GOOD = List.of("good", "ok", "normal");

	private static final List<String> DEFECTIVE = List.of("defective", "defect", "defects", "bad", "ng", "nok", "ko",
		"anomaly", "anomalies", "abnormal");
	/** What people call a folder of masks. */
	static final List<String> MASKS = List.of("ground_truth", "masks", "mask");

	@Override
	public String expected() {
		return "good (or ok, normal) and perhaps defective (or bad, ng, ko, anomaly), or images";
	}

	@Override
	public boolean recognises(final Path folder) {
		return Folders.child(folder, GOOD).isPresent();
	}

	@Override
	public Category read(final Path folder, final DatasetLayout layout, final GoodSplit split) {
		final List<String> notes = new ArrayList<>();
		final Optional<Path> goodFolder = Folders.child(folder, GOOD);
		final List<Path> good = Folders.imagesWithoutMasks(goodFolder.orElse(folder));
		if (good.isEmpty())
			notes.add("The folder " + goodFolder.orElse(folder) + " holds no images.");
		final List<Sample> defective = new ArrayList<>();
		for (final Path subfolder : Folders.subfolders(folder))
			if (DEFECTIVE.contains(Folders.lowerName(subfolder)))
				defective.addAll(defective(subfolder, folder, notes));
			else if (!Optional.of(subfolder).equals(goodFolder) && !MASKS.contains(Folders.lowerName(subfolder)))
				notes.add("The folder " + subfolder + " was ignored: its name says neither good nor defective.");
		if (defective.isEmpty())
			return new Category(Folders.name(folder), folder, layout, good, List.of(), notes);
		final GoodSplit.Parts parts = split.apply(good, folder);
		notes.add("The good images were split by the seed " + split.seed() + ": " + parts.train().size() + " to train, " +
			parts.test().size() + " to test.");
		final List<Sample> test = new ArrayList<>();
		parts.test().forEach(image -> test.add(Sample.good(image)));
		test.addAll(defective);
		return new Category(Folders.name(folder), folder, layout, parts.train(), test, notes);
	}

	private static List<Sample> defective(final Path folder, final Path category, final List<String> notes) {
		final List<Sample> samples = new ArrayList<>(samples(folder, category));
		for (final Path type : Folders.subfolders(folder))
			if (!MASKS.contains(Folders.lowerName(type)))
				samples.addAll(samples(type, category));
		if (samples.isEmpty())
			notes.add("The folder " + folder + " holds no images.");
		return samples;
	}

	private static List<Sample> samples(final Path folder, final Path category) {
		final Optional<Path> masks = Folders.child(category, MASKS);
		final MaskIndex beside = MaskIndex.of(Optional.of(folder));
		final List<MaskIndex> places = List.of(MaskIndex.of(Folders.child(folder, MASKS)), MaskIndex.of(masks.flatMap(
			path -> Folders.child(path, List.of(Folders.lowerName(folder))))), MaskIndex.of(masks));
		return Folders.imagesWithoutMasks(folder).stream().map(image -> Sample.defective(image, Folders.name(folder), beside
			.findBeside(image).or(() -> places.stream().flatMap(place -> place.find(image).stream()).findFirst()))).toList();
	}
}
