package org.anomalyflow.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.anomalyflow.util.InvalidParameterException;

/** Finds the images that are known to show defects. */
public final class DefectImages {

	private DefectImages() {}

	/**
	 * Lists the defective images in a folder: those in the folder itself and in its subfolders, one for each kind of
	 * defect. In a category's folder, its {@code test} is taken. Subfolders of good images (good, ok, normal) and of masks
	 * are left out, as are masks that lie beside images and images whose mask beside them is empty.
	 *
	 * @return at least one image
	 * @throws InvalidParameterException if there is no such folder or no image in it
	 * @throws org.anomalyflow.util.AnomalyFlowException if a folder or mask cannot be read
	 */
	public static List<Path> find(final Path folder) {
		if (!Files.isDirectory(folder))
			throw new InvalidParameterException("defect_images", folder, Files.exists(folder)
				? "it is a file. Choose the folder that holds the defective images" : "there is no such folder. Check the path");
		final Path place = Folders.images(folder).isEmpty() ? Folders.descend(folder, "test").orElse(folder) : folder;
		final List<Path> images = new ArrayList<>(defective(place));
		for (final Path subfolder : Folders.subfolders(place))
			if (!FolderReader.GOOD.contains(Folders.lowerName(subfolder)) && !FolderReader.MASKS.contains(Folders.lowerName(
				subfolder)))
				images.addAll(defective(subfolder));
		if (images.isEmpty())
			throw new InvalidParameterException("defect_images", folder,
				"it holds no defective images (png, jpg, bmp, tif, gif), neither itself nor in subfolders. Choose a folder of " +
					"them, or leave it empty");
		return images;
	}

	private static List<Path> defective(final Path folder) {
		final MaskIndex masks = MaskIndex.of(Optional.of(folder));
		return Folders.imagesWithoutMasks(folder).stream().filter(image -> masks.findBeside(image).map(mask -> !Mask.read(
			mask, MaskRule.BY_VALUE).isEmpty()).orElse(true)).toList();
	}
}
