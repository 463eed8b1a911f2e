package org.anomalyflow.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/** Finds the images to train one model on. */
public final class GoodImages {

	private static final String PARAMETER = "good_images";

	private GoodImages() {}

	/**
	 * Lists the good images in a folder. The folder either is a category's folder with {@code train/good} (or another name
	 * of {@link FolderNames#GOOD}), KolektorSDD2's {@code train}, {@code good} and the like, VisA's
	 * {@code Data/Images/Normal} or {@code MT_Free/Imgs}, or it holds images itself, or its images lie in subfolders, for
	 * example one for each camera. Masks and labels are left out, as are images whose mask shows a defect.
	 *
	 * @param progress is told what was left out
	 * @return at least one image
	 * @throws InvalidParameterException if there is no such folder, no image in it, or if names say that it holds good and
	 *           defective images alike
	 * @throws org.anomalyflow.util.AnomalyFlowException if a folder cannot be read
	 */
	public static List<Path> find(final Path folder, final Progress progress) {
		if (!Files.isDirectory(folder))
			throw new InvalidParameterException(PARAMETER, folder,
				Files.exists(folder) ? "it is a file. Choose the folder that holds the good images" : "there is no such folder. Check the path");
		if (MaskPlaces.isTree(folder))
			throw masks(folder);
		final List<String> notes = new ArrayList<>();
		final List<Path> places = places(folder);
		final List<Path> images = images(places, folder, notes);
		if (images.isEmpty() && areMasks(places))
			throw masks(folder);
		if (images.isEmpty())
			throw new InvalidParameterException(PARAMETER, folder,
				"it holds no good images (" + ImageFiles.extensions() + ") and no train/good or train/ok with images" + subfolders(folder) +
					String.join(" ", notes) + " Choose a folder of good images or one category of a data set");
		refuseNamesOfBothKinds(images, folder);
		notes.forEach(progress::message);
		PassedOver.in(folder, images).sentence().ifPresent(progress::message);
		return images;
	}

	/** Where names of files say that some are good and others not, the folder does not tell good ones. */
	private static void refuseNamesOfBothKinds(final List<Path> images, final Path folder) {
		final Optional<Path> good = images.stream().filter(FolderNames::isGoodByWord).findFirst();
		final Optional<Path> defective = images.stream().filter(FolderNames::isDefectiveByWord).findFirst();
		if (good.isPresent() && defective.isPresent())
			throw new InvalidParameterException(PARAMETER, folder,
				"its files are called good and defective alike, as " + good.get().getFileName() + " and " + defective.get().getFileName() +
					". Put the good ones into a folder named good and the others into one named bad");
	}

	private static String subfolders(final Path folder) {
		final List<Path> subfolders = Folders.subfolders(folder);
		return (subfolders.isEmpty() ? ". " : "; it has the subfolders " + names(subfolders) + ". ");
	}

	private static String names(final List<Path> folders) {
		return folders.stream().map(Folders::name).collect(Collectors.joining(", "));
	}

	/** The folders to look into, not deeper. */
	private static List<Path> places(final Path folder) {
		final Optional<Path> train = Folders.descend(folder, "train");
		final List<Path> trained = train.map(path -> Folders.children(path, FolderNames::isGood)).orElse(List.of());
		if (!trained.isEmpty())
			return withParts(trained);
		if (train.filter(Ksdd2Reader::hasMasks).isPresent())
			return List.of(train.get());
		final List<Path> good = Folders.children(folder, FolderNames::isGood);
		if (!good.isEmpty())
			return withParts(good);
		// after folders that are called good: what lies beside these may be a preview
		if (!Folders.images(folder).isEmpty())
			return List.of(folder);
		return VisaReader.goodFolder(folder).or(() -> MtdReader.goodFolder(folder)).map(List::of).orElseGet(() -> parts(folder));
	}

	private static List<Path> withParts(final List<Path> folders) {
		return folders.stream().flatMap(folder -> Folders.withParts(folder).stream()).toList();
	}

	private static boolean areMasks(final List<Path> places) {
		return places.stream().anyMatch(place -> !Folders.images(place).isEmpty() && Folders.imagesWithoutMasks(place).isEmpty());
	}

	private static InvalidParameterException masks(final Path folder) {
		return new InvalidParameterException(PARAMETER, folder,
			"what it holds are masks, as the names say. Choose the folder of" + " the images");
	}

	/** The subfolders of a folder that the user calls good; refused if a name among them says something else. */
	private static List<Path> parts(final Path folder) {
		final List<Path> doubtful = Folders.children(folder,
			part -> FolderNames.soundsDefective(part) || List.of("train", "test", "validation", "test_public").contains(Folders.lowerName(part)));
		if (!doubtful.isEmpty())
			throw new InvalidParameterException(PARAMETER, folder,
				"it holds no images itself but the subfolders " + names(Folders.subfolders(folder)) + ", and not all of them can be good (" +
					names(doubtful) + "). Choose one of them, or put the good images into a folder named good");
		return Folders.withParts(folder);
	}

	private static List<Path> images(final List<Path> places, final Path folder, final List<String> notes) {
		if (places.size() == 1 && MtdReader.isImageFolder(places.get(0)))
			return MtdReader.photographs(places.get(0));
		if (places.size() == 1 && Folders.lowerName(places.get(0)).equals("train") && Ksdd2Reader.hasMasks(places.get(0)))
			return Ksdd2Reader.goodImages(places.get(0), folder, notes);
		return FolderReader.unmarked(places, folder, folder, notes);
	}
}
