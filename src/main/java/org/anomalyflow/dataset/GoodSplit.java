package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

import org.anomalyflow.util.InvalidParameterException;

/**
 * How good images are parted into training and test images where the data set does not say it: Magnetic Tile Defects,
 * VisA without its split file, plain folders with defects. The images, sorted by name, are shuffled (Fisher-Yates with
 * {@link SplittableRandom}) and the first ones are trained on; equal seeds give equal parts on every machine.
 *
 * @param train how many good images to train on; 0 for 80 % (rounded down, at least 1) or, if {@code test} is given, for
 *          all others
 * @param test how many good images to test on; 0 for all others
 * @param seed any number
 */
public record GoodSplit(int train, int test, long seed) {

	public GoodSplit {
		if (train < 0)
			throw new InvalidParameterException("n_train", train, "a number of good images, or 0 for 80 % of them");
		if (test < 0)
			throw new InvalidParameterException("n_test", test, "a number of good images, or 0 for all not trained on");
	}

	/** 80 % to train on, 20 % to test on. */
	public static GoodSplit standard(final long seed) {
		return new GoodSplit(0, 0, seed);
	}

	/** Training and test images, each sorted by name, without common images. */
	record Parts(List<Path> train, List<Path> test) {}

	/**
	 * Parts the images.
	 *
	 * @throws InvalidParameterException if there are fewer images than asked for
	 */
	Parts apply(final List<Path> sorted, final Path folder) {
		final int n = sorted.size();
		if ((long) train + test > n)
			throw new InvalidParameterException(train > n ? "n_train" : "n_test", train > n ? train : test,
				folder + " holds " + n + " good images, but " + train + " to train and " + test + " to test were asked for");
		final int toTrain = train > 0 ? train : test > 0 ? n - test : n == 0 ? 0 : Math.max(1, (int) (n * 4L / 5));
		final int toTest = test > 0 ? test : n - toTrain;
		final List<Path> shuffled = new ArrayList<>(sorted);
		final SplittableRandom random = new SplittableRandom(seed);
		for (int i = n - 1; i > 0; i--) {
			final int j = random.nextInt(i + 1);
			shuffled.set(i, shuffled.set(j, shuffled.get(i)));
		}
		return new Parts(byName(shuffled.subList(0, toTrain)), byName(shuffled.subList(toTrain, toTrain + toTest)));
	}

	private static List<Path> byName(final List<Path> images) {
		return images.stream().sorted(Comparator.comparing(Folders::name)).toList();
	}
}
