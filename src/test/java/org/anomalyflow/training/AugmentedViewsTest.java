package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.image.Isometry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentedViewsTest {

	private static final int[] IMAGES = IntStream.range(0, 40).map(i -> 3 * i).toArray();
	private static final int SIDE = 256;
	private static final String EVERYTHING = "flips+shifts+rotations";

	private static AugmentedViews views(final String augmentation, final long seed) {
		return new AugmentedViews(Augmentation.parse(augmentation), IMAGES, SIDE, seed);
	}

	private static List<List<Isometry>> all(final AugmentedViews views) {
		return IntStream.range(0, views.images()).mapToObj(views::of).toList();
	}

	@Test
	void withoutAugmentationEveryImageIsOneRecordInEveryEpoch() {
		final AugmentedViews views = views("none", 1);
		assertEquals(IMAGES.length, views.images());
		assertEquals(IMAGES.length, views.records());
		assertArrayEquals(new int[]{ 7, 0, 39 }, views.records(new int[]{ 7, 0, 39 }, 5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "flips", "shifts", "rotations", EVERYTHING })
	void theUnchangedImageComesFirstAndNoViewTwice(final String augmentation) {
		final AugmentedViews views = views(augmentation, 1);
		int records = 0;
		for (final List<Isometry> own : all(views)) {
			assertEquals(Isometry.IDENTITY, own.get(0));
			assertEquals(own.size(), new HashSet<>(own).size());
			assertTrue(own.size() <= AugmentedViews.DRAWS);
			records += own.size();
		}
		assertEquals(records, views.records());
		assertTrue(records > 2 * IMAGES.length, "about half of the draws move the image: " + records);
	}

	@Test
	void flipsAloneHaveFourViews() {
		assertEquals(4, all(views("flips", 1)).stream().mapToInt(List::size).max().getAsInt());
	}

	/** The views of an image are its own stream's draws, each seen once in eight epochs. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 13, Integer.MAX_VALUE - AugmentedViews.DRAWS })
	void viewsTakeTurns(final int firstEpoch) {
		final AugmentedViews views = views(EVERYTHING, 1);
		int first = 0;
		for (int image = 0; image < IMAGES.length; image++) {
			final SplittableRandom random = SeededRandom.stream(1, "views of image " + IMAGES[image]);
			final Set<Isometry> drawn = new HashSet<>(Set.of(Isometry.IDENTITY));
			for (int draw = 1; draw < AugmentedViews.DRAWS; draw++)
				drawn.add(Augmentation.parse(EVERYTHING).draw(random, SIDE));
			assertEquals(drawn, new HashSet<>(views.of(image)));
			final Set<Integer> seen = new TreeSet<>();
			for (int epoch = firstEpoch; epoch < firstEpoch + AugmentedViews.DRAWS; epoch++)
				seen.add(views.records(new int[]{ image }, epoch)[0]);
			assertEquals(IntStream.range(first, first + drawn.size()).boxed().toList(), List.copyOf(seen));
			first += drawn.size();
		}
	}

	@Test
	void everyEpochMixesChangedAndUnchangedImages() {
		final AugmentedViews views = views(EVERYTHING, 1);
		final int[] images = IntStream.range(0, IMAGES.length).toArray();
		final List<Integer> unchanged = new ArrayList<>();
		int first = 0;
		for (final List<Isometry> own : all(views)) {
			unchanged.add(first);
			first += own.size();
		}
		for (int epoch = 0; epoch < 2 * AugmentedViews.DRAWS; epoch++) {
			final long same = IntStream.of(views.records(images, epoch)).filter(unchanged::contains).count();
			assertTrue(same >= IMAGES.length / AugmentedViews.DRAWS && same < IMAGES.length / 2, same + " unchanged");
		}
	}

	@Test
	void theSeedAndTheImageDecide() {
		assertEquals(all(views(EVERYTHING, 1)), all(views(EVERYTHING, 1)));
		assertNotEquals(all(views(EVERYTHING, 1)), all(views(EVERYTHING, 2)));
		assertNotEquals(views(EVERYTHING, 1).of(0), views(EVERYTHING, 1).of(1));
		final AugmentedViews alone = new AugmentedViews(Augmentation.parse(EVERYTHING), new int[]{ IMAGES[5] }, SIDE, 1);
		assertEquals(views(EVERYTHING, 1).of(5), alone.of(0), "whatever other images there are");
	}
}
