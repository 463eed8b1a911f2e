package org.anomalyflow.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;
import org.anomalyflow.util.Progress;

/**
 * Makes small synthetic inspection data sets with exact defect masks, in MVTec AD layout:
 *
 * <pre>
 * CATEGORY/train/good/000.png             good images to train on
 * CATEGORY/test/good/000.png              good images to test on
 * CATEGORY/test/DEFECT/000.png            damaged parts
 * CATEGORY/ground_truth/DEFECT/000_mask.png   255 where the damage changed the image, else 0
 * </pre>
 *
 * Images are RGB, masks gray, all PNG, {@value #SIZE} x {@value #SIZE} pixels. A mask marks exactly the pixels of which a
 * channel differs by more than {@value #CHANGE} gray levels from the same picture of the undamaged part.
 * <p>
 * The pixels depend on the seed and on the file's name only: they are the same on every machine and Java version, and a
 * larger count adds files without changing the others. The compressed bytes of the PNG files are not promised, because
 * the JDK's zlib may change.
 */
public final class SampleData {

	/** Width and height of all images in pixels. */
	public static final int SIZE = 160;

	/** A pixel is part of a mask when one of its channels changed by more than this, in gray levels of 255. */
	public static final int CHANGE = 8;

	/** The default number of training images per category. */
	public static final int DEFAULT_COUNT = 24;

	/** The default seed; the folder {@code sample-data} of the source code was made with it. */
	public static final long DEFAULT_SEED = 42;

	private static final int MAX_COUNT = 1000;
	private static final List<Motif> MOTIFS = List.of(new WeaveMotif(), new PrintMotif(), new MetalMotif());

	private SampleData() {}

	/** The names of all categories: a woven texture, a printed circuit board, a brushed metal sheet. */
	public static List<String> categories() {
		return MOTIFS.stream().map(Motif::name).toList();
	}

	/**
	 * Writes the sample data.
	 *
	 * @param folder receives one folder per category; made if missing. Files of the same names are replaced
	 * @param categories which of {@link #categories()} to make; empty for all
	 * @param count training images per category, 1 to 1000. To test, there are {@code max(1, count / 3)} good images and
	 *          {@code max(1, count / 6)} of each of three defect types
	 * @param seed any number
	 * @param progress is told of each image
	 * @return the folders of the categories made
	 * @throws InvalidParameterException if a category is unknown, the count out of range, or a category's folder already
	 *           holds images that this call would not replace
	 * @throws AnomalyFlowException if a file cannot be written
	 */
	public static List<Path> generate(final Path folder, final List<String> categories, final int count, final long seed,
		final Progress progress)
	{
		if (count < 1 || count > MAX_COUNT)
			throw new InvalidParameterException("count", count, "training images per category, 1 to " + MAX_COUNT);
		final List<Motif> motifs = choose(categories);
		final List<SampleImage> images = new ArrayList<>();
		for (final Motif motif : motifs)
			images.addAll(plan(motif, count, seed));
		for (final Motif motif : motifs)
			refuseStrangers(folder, motif, images);
		int done = 0;
		for (final SampleImage image : images) {
			progress.checkCancelled("Making sample data");
			write(folder, image);
			progress.update("Making sample data", ++done, images.size(), image.path());
		}
		return motifs.stream().map(motif -> folder.resolve(motif.name())).toList();
	}

	/** All images of a category, in the order of their paths within each group. */
	static List<SampleImage> plan(final Motif motif, final int count, final long seed) {
		final List<SampleImage> images = new ArrayList<>();
		for (int i = 0; i < count; i++)
			images.add(new SampleImage(motif, "train", SampleImage.GOOD, i, seed));
		for (int i = 0; i < Math.max(1, count / 3); i++)
			images.add(new SampleImage(motif, "test", SampleImage.GOOD, i, seed));
		for (final String defect : motif.defects())
			for (int i = 0; i < Math.max(1, count / 6); i++)
				images.add(new SampleImage(motif, "test", defect, i, seed));
		return images;
	}

	static List<Motif> choose(final List<String> categories) {
		for (final String category : categories)
			if (!categories().contains(category))
				throw new InvalidParameterException("categories", category,
					"choose from " + String.join(", ", categories()) + ", or leave it empty for all");
		return MOTIFS.stream().filter(motif -> categories.isEmpty() || categories.contains(motif.name())).toList();
	}

	private static void write(final Path folder, final SampleImage image) {
		final int[] pixels = image.pixels();
		PngFiles.writeRgb(folder.resolve(image.path()), pixels, SIZE, SIZE);
		if (image.isDefective())
			PngFiles.writeGray(folder.resolve(image.maskPath()), image.mask(pixels), SIZE, SIZE);
	}

	/** Images of an earlier, larger run would stay among the new ones, with another seed's pixels: refuse instead. */
	private static void refuseStrangers(final Path folder, final Motif motif, final List<SampleImage> images) {
		final Path category = folder.resolve(motif.name());
		if (!Files.isDirectory(category))
			return;
		final Set<Path> planned = new HashSet<>();
		for (final SampleImage image : images) {
			planned.add(folder.resolve(image.path()));
			planned.add(folder.resolve(image.maskPath()));
		}
		try (Stream<Path> files = Files.walk(category)) {
			final Set<Path> strangers = new TreeSet<>(files.filter(Files::isRegularFile).filter(file -> !planned.contains(file)).toList());
			if (!strangers.isEmpty())
				throw new InvalidParameterException("save_to", folder,
					category + " holds " + strangers.size() + " files that would stay among the new ones, for example " +
						strangers.iterator().next() + ". Delete that folder or choose another one");
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read the folder " + category + ": " + Messages.reason(e) + ". Choose another folder.", e);
		}
	}
}
