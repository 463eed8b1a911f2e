package org.anomalyflow.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/** Finds the images that are known to show defects. */
public final class DefectImages {

	private DefectImages() {}

	/**
	 * Lists the defective images in a folder: those in the folder itself and in its subfolders, one for each kind of
	 * defect, in which images may lie one folder deeper. In a category's folder, its {@code test} or {@code test_public} is
	 * taken, or its subfolders that are named as {@link FolderNames#DEFECTIVE}. Subfolders of good images and of masks are
	 * left out, as are masks that lie beside images and images whose mask beside them is empty.
	 *
	 * @param progress is told what was left out
	 * @return at least one image
	 * @throws InvalidParameterException if there is no such folder or no image in it
	 * @throws org.anomalyflow.util.AnomalyFlowException if a folder or mask cannot be read
	 */
	public static List<Path> find(final Path folder, final Progress progress) {
		if (!Files.isDirectory(folder))
			throw new InvalidParameterException("defect_images", folder,
				Files.exists(folder)
					? "it is a file. Choose the folder that holds the defective images"
					: "there is no such folder. Check the path");
		final boolean bare = Folders.images(folder).isEmpty();
		final Path place = Folders.descend(folder, "test_public").or(() -> Folders.descend(folder, "test"))
			.filter(test -> bare || !Folders.children(test, FolderNames::isGood).isEmpty()).orElse(folder);
		final List<Path> named = Folders.children(place, FolderNames::isDefective);
		final List<Path> images = new ArrayList<>();
		if (named.isEmpty())
			images.addAll(defective(place));
		for (final Path kind : named.isEmpty() || !place.equals(folder)
			? Folders.children(place, kind -> !FolderNames.isGood(kind) && !FolderNames.isMasks(kind))
			: named)
			Folders.withParts(kind).forEach(part -> images.addAll(defective(part)));
		if (images.isEmpty())
			throw new InvalidParameterException("defect_images", folder, "it holds no defective images (" + ImageFiles.extensions() +
				"), neither itself nor in subfolders. Choose a folder of them, or leave it empty");
		PassedOver.in(folder, images).sentence().ifPresent(progress::message);
		return images;
	}

	private static List<Path> defective(final Path folder) {
		final MaskIndex index = MaskIndex.amongImages(folder);
		return Folders.imagesWithoutMasks(folder).stream().filter(image -> index.find(image)
			.map(found -> found.masks().stream().anyMatch(mask -> !Mask.read(mask, MaskRule.BY_VALUE).isEmpty())).orElse(true)).toList();
	}
}
