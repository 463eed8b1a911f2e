package org.anomalyflow.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/** Finds the images to train one model on. */
public final class GoodImages {

	private GoodImages() {}

	/**
	 * Lists the good images in a folder. The folder either holds images itself, or it is a category's folder with
	 * {@code train/good}, {@code train/ok} or {@code train/normal}, KolektorSDD2's {@code train}, or {@code good},
	 * {@code ok} or {@code normal}. Masks that lie beside images are left out, as are images whose KolektorSDD2 mask shows
	 * a defect.
	 *
	 * @param progress is told what was left out because of its mask
	 * @return at least one image, sorted by name
	 * @throws InvalidParameterException if there is no such folder or no image in it
	 * @throws org.anomalyflow.util.AnomalyFlowException if a folder cannot be read
	 */
	public static List<Path> find(final Path folder, final Progress progress) {
		if (!Files.isDirectory(folder))
			throw new InvalidParameterException("good_images", folder, Files.exists(folder)
				? "it is a file. Choose the folder that holds the good images" : "there is no such folder. Check the path");
		final List<Path> images = images(place(folder), progress);
		if (images.isEmpty())
			throw new InvalidParameterException("good_images", folder,
				"it holds no good images (" + ImageFiles.extensions() + ") and no train/good or train/ok with images. Choose a folder of" +
					" good images or one category of a data set");
		return images;
	}

	private static Path place(final Path folder) {
		if (!Folders.images(folder).isEmpty())
			return folder;
		final Optional<Path> train = Folders.descend(folder, "train");
		return train.flatMap(path -> Folders.child(path, FolderReader.GOOD)).or(() -> train.filter(
			Ksdd2Reader::hasMasks)).or(() -> Folders.child(folder, FolderReader.GOOD)).orElse(folder);
	}

	private static List<Path> images(final Path folder, final Progress progress) {
		if (MtdReader.isImageFolder(folder))
			return MtdReader.photographs(folder);
		if (Ksdd2Reader.hasMasks(folder)) {
			final List<String> notes = new ArrayList<>();
			final List<Path> good = Ksdd2Reader.goodImages(folder, notes);
			notes.forEach(progress::message);
			return good;
		}
		return Folders.imagesWithoutMasks(folder);
	}
}
