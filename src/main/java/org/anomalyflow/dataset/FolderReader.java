package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Plain folders: good and defective images in subfolders named so, or good images only. */
final class FolderReader implements LayoutReader {

	@Override
	public String expected() {
		return "good (or ok, normal, pass) and perhaps bad (or defect, ng, ko, abnormal, fail), or images";
	}

	@Override
	public boolean recognises(final Path folder) {
		return !Folders.children(folder, FolderNames::isGood).isEmpty();
	}

	@Override
	public Category read(final Path folder, final DatasetLayout layout, final GoodSplit split) {
		final CategoryBuilder category = new CategoryBuilder(folder, layout);
		final List<Path> goodFolders = Folders.children(folder, FolderNames::isGood);
		final List<Path> good = good(folder, goodFolders, category.notes());
		final Set<String> places = goodFolders.stream().flatMap(place -> Folders.subfolders(place).stream()).map(Folders::lowerName)
			.collect(Collectors.toCollection(HashSet::new));
		final MaskPlaces masks = new MaskPlaces(folder);
		for (final Path subfolder : Folders.subfolders(folder))
			if (FolderNames.isDefective(subfolder))
				defective(subfolder, masks, places, category);
			else if (!goodFolders.isEmpty() && !FolderNames.isGood(subfolder) && !FolderNames.isMasks(subfolder))
				category.notes().add("The folder " + subfolder + " was ignored: its name says neither good nor defective. If it" +
					" shows defects, move it into a folder named bad.");
		return category.defective().isEmpty() ? category.train(good).build() : category.split(good, split, "The good images").build();
	}

	/** The good images: those in the folders named so and one folder deeper, or those in the folder itself. */
	private static List<Path> good(final Path folder, final List<Path> goodFolders, final List<String> notes) {
		if (goodFolders.isEmpty())
			return unmarked(List.of(folder), folder, folder, notes);
		final List<Path> good = new ArrayList<>();
		for (final Path place : goodFolders) {
			final List<Path> images = unmarked(Folders.withParts(place), place, folder, notes);
			if (images.isEmpty())
				notes.add("The folder " + place + " holds no images.");
			good.addAll(images);
		}
		return good;
	}

	/**
	 * Images that no mask calls defective.
	 *
	 * @param places where they are
	 * @param folder what to call these places
	 * @param category the folder that these are, or are in
	 */
	static List<Path> unmarked(final List<Path> places, final Path folder, final Path category, final List<String> notes) {
		final MarkedImages marked = MarkedImages.in(places, category);
		marked.noteDefective(notes, folder);
		marked.noteUnreadable(notes);
		return marked.notDefective();
	}

	/** @param goodPlaces lower-case names of the subfolders of good images: such a name tells a place and not a defect */
	private static void defective(final Path folder, final MaskPlaces places, final Set<String> goodPlaces, final CategoryBuilder builder) {
		int count = 0;
		for (final Path place : Folders.withParts(folder)) {
			final List<MaskPlaces.Place> masks = places.of(place);
			final String defect = Folders.name(place.equals(folder) || goodPlaces.contains(Folders.lowerName(place)) ? folder : place);
			for (final Path image : Folders.imagesWithoutMasks(place)) {
				builder.defective().add(image, defect, MaskRule.BY_VALUE, masks);
				count++;
			}
		}
		if (count == 0)
			builder.notes().add("The folder " + folder + " holds no images.");
	}
}
