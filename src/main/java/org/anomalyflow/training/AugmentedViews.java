package org.anomalyflow.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.image.Isometry;

/**
 * Which views of the training images there are, and which of them an epoch sees.
 * <p>
 * Of every image there are {@value #DRAWS}: the unchanged image and random motions of it. They are drawn before training
 * and their features are computed once, because pretrained networks are slow and their recipes have 200 epochs and more,
 * each of which would need new features. Equal views share one record of the cache; without augmentation all are equal.
 * The views of an image take turns: in any {@value #DRAWS} epochs in a row it is seen once in each of them.
 * <p>
 * Where a detector also learns from defects, versions of the views with painted defects follow them among the records; then every
 * second image of a batch is seen in one of these, which take turns, too.
 */
public final class AugmentedViews {

	/** Views of each image. */
	static final int DRAWS = 8;

	/** The different views of each image, the unchanged one first. */
	private final List<List<Isometry>> different = new ArrayList<>();
	/** The record of each view of each image. */
	private final List<int[]> records = new ArrayList<>();
	private final int defects;
	private int recordCount;

	/**
	 * Draws the views.
	 *
	 * @param augmentation how images may be moved
	 * @param images numbers of the training images, for each its own stream of random numbers
	 * @param side side of the square to which images are resized, in pixels
	 * @param seed decides the views
	 */
	public AugmentedViews(final Augmentation augmentation, final int[] images, final int side, final long seed) {
		this(augmentation, images, side, seed, 0);
	}

	/**
	 * As above, with so many versions of each image that have a painted defect.
	 *
	 * @param defects 0 for none
	 */
	AugmentedViews(final Augmentation augmentation, final int[] images, final int side, final long seed, final int defects) {
		this.defects = defects;
		for (final int image : images)
			add(augmentation, SeededRandom.stream(seed, "views of image " + image), side);
	}

	private void add(final Augmentation augmentation, final SplittableRandom random, final int side) {
		final List<Isometry> views = new ArrayList<>();
		final int[] own = new int[DRAWS];
		for (int draw = 0; draw < DRAWS; draw++) {
			final Isometry view = draw == 0 ? Isometry.IDENTITY : augmentation.draw(random, side);
			if (!views.contains(view))
				views.add(view);
			own[draw] = recordCount + views.indexOf(view);
		}
		different.add(views);
		records.add(own);
		recordCount += views.size() + defects;
	}

	private AugmentedViews(final AugmentedViews all, final int[] images) {
		defects = all.defects;
		for (final int image : images) {
			different.add(all.different.get(image));
			records.add(all.records.get(image));
		}
		recordCount = all.recordCount;
	}

	/** The views of some of the images only, numbered from 0; their records stay where they are. */
	AugmentedViews only(final int[] images) {
		return new AugmentedViews(this, images);
	}

	/** The record of an image that was not moved. */
	int unchanged(final int image) {
		return records.get(image)[0];
	}

	/** How many images there are. */
	int images() {
		return records.size();
	}

	/** How many different views of all images there are, and versions of them with defects, each a record of the cache. */
	int records() {
		return recordCount;
	}

	/** How many versions with defects each image has. */
	int defects() {
		return defects;
	}

	/** The record of a version with a defect, numbered from 0. */
	private int defect(final int image, final int number) {
		return unchanged(image) + different.get(image).size() + number;
	}

	/** The different views of one image, numbered from 0: the unchanged one first, in the order of their records. */
	List<Isometry> of(final int image) {
		return different.get(image);
	}

	/** The records of a batch of images in an epoch, both numbered from 0. */
	int[] records(final int[] images, final int epoch) {
		final int[] result = new int[images.length];
		for (int i = 0; i < images.length; i++) {
			// another start for every image, so that each epoch mixes unchanged and changed ones
			final long turn = (long) epoch + images[i];
			result[i] = defects > 0 && i % 2 == 1 ? defect(images[i], (int) (turn % defects)) : records.get(images[i])[(int) (turn % DRAWS)];
		}
		return result;
	}
}
