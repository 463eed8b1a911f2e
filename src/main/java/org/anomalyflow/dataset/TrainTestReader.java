package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * MVTec AD, its successors, BTAD and their like: folders {@code train}, {@code test} and {@code ground_truth}, split by the
 * data set. Images may lie one folder deeper, for example by camera. A mask is a file, or a folder of masks that is
 * named like its image.
 */
final class TrainTestReader implements LayoutReader {

	private static final String TRUTH = "ground_truth";

	private final String testName;
	private final Predicate<Path> good;
	private final Predicate<Path> sign;
	private final String expected;

	private TrainTestReader(final String testName, final Predicate<Path> good, final Predicate<Path> sign, final String expected) {
		this.testName = testName;
		this.good = good;
		this.sign = sign;
		this.expected = expected;
	}

	/** MVTec AD, with {@code good} or any other name of good images but BTAD's. */
	static TrainTestReader mvtec() {
		return new TrainTestReader("test", folder -> FolderNames.isGood(folder) && !isOk(folder), folder -> true, "train/good or test/good");
	}

	/** BTAD, which calls good images {@code ok}. */
	static TrainTestReader btad() {
		return new TrainTestReader("test", TrainTestReader::isOk, folder -> true, "train/ok or test/ok");
	}

	/** MVTec AD 2, where the public test images are called so and have their masks beside them. */
	static TrainTestReader mvtecAd2() {
		return new TrainTestReader("test_public", FolderNames::isGood, folder -> Folders.descend(folder, "test_public").isPresent(),
			"train/good and test_public");
	}

	/** MVTec LOCO, where the masks of an image have a folder of its name. */
	static TrainTestReader mvtecLoco() {
		return new TrainTestReader("test", FolderNames::isGood, TrainTestReader::hasFoldersOfMasks,
			"train/good, test and ground_truth/DEFECT/NAME/000.png");
	}

	private static boolean isOk(final Path folder) {
		return Folders.lowerName(folder).equals("ok");
	}

	@Override
	public String expected() {
		return expected;
	}

	@Override
	public boolean recognises(final Path folder) {
		return (has(folder, "train") || has(folder, testName)) && sign.test(folder);
	}

	private boolean has(final Path folder, final String part) {
		return Folders.descend(folder, part).filter(path -> !Folders.children(path, good).isEmpty()).isPresent();
	}

	@Override
	public Category read(final Path folder, final DatasetLayout layout, final GoodSplit split) {
		final CategoryBuilder category = new CategoryBuilder(folder, layout);
		Folders.descend(folder, "train").ifPresent(
			train -> Folders.children(train, FolderNames::isGood).forEach(kind -> category.train(good(kind, folder, category.notes()))));
		final Optional<Path> test = Folders.descend(folder, testName);
		final MaskPlaces masks = new MaskPlaces(folder);
		for (final Path kind : test.map(Folders::subfolders).orElse(List.of()))
			if (FolderNames.isGood(kind))
				category.testGood(good(kind, folder, category.notes()));
			else if (!FolderNames.isMasks(kind))
				defective(kind, masks, category);
		return category.build();
	}

	private static List<Path> good(final Path kind, final Path category, final List<String> notes) {
		final List<Path> images = FolderReader.unmarked(Folders.withParts(kind), kind, category, notes);
		if (images.isEmpty())
			notes.add("The folder " + kind + " holds no images.");
		return images;
	}

	private static void defective(final Path kind, final MaskPlaces places, final CategoryBuilder category) {
		int count = 0;
		for (final Path place : Folders.withParts(kind)) {
			final List<MaskPlaces.Place> masks = places.of(place);
			for (final Path image : Folders.imagesWithoutMasks(place)) {
				category.defective().add(image, Folders.name(kind), MaskRule.BY_VALUE, masks);
				count++;
			}
		}
		if (count == 0)
			category.notes().add("The folder " + kind + " holds no images.");
	}

	private static boolean hasFoldersOfMasks(final Path folder) {
		return Folders.descend(folder, TRUTH).map(Folders::subfolders).orElse(List.of()).stream()
			.flatMap(kind -> Folders.subfolders(kind).stream())
			.anyMatch(masks -> !isCalledAsPart(folder, masks) && !Folders.images(masks).isEmpty());
	}

	/** Whether a folder of masks mirrors a subfolder of test images, such as a camera's, and is no image's own folder. */
	private static boolean isCalledAsPart(final Path folder, final Path masks) {
		return Folders.descend(folder, "test", Folders.lowerName(masks.getParent()), Folders.lowerName(masks)).isPresent();
	}
}
