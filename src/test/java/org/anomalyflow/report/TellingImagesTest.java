package org.anomalyflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.anomalyflow.dataset.Mask;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.report.RunReport.Kind;
import org.anomalyflow.report.RunReport.Scored;
import org.anomalyflow.report.RunReport.Telling;
import org.anomalyflow.threshold.DisplayRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TellingImagesTest {

	private static final Thumbnail THUMBNAIL = new Thumbnail(1, 1, new byte[]{ 1 }, new byte[]{ 2 }, "", null);

	@TempDir
	Path folder;

	@Test
	void choosesTheWorstOfEachKindAndTheBestHits() {
		final TellingImages telling = new TellingImages(new DisplayRange(0, 1));
		for (final double score : new double[]{ 4, 1, 5, 9, 3, 2, 7, 6, 4.9 })
			offer(telling, "bad", true, score);
		for (final double score : new double[]{ 1, 5, 4.9, 8 })
			offer(telling, "good", false, score);
		final List<Telling> written = telling.write(folder);
		assertEquals(List.of("bad 1.0", "bad 2.0", "bad 3.0"), names(written, Kind.MISS));
		assertEquals(List.of("good 8.0", "good 5.0"), names(written, Kind.FALSE_ALARM), "what was rejected is an alarm");
		assertEquals(List.of("bad 4.9"), names(written, Kind.REVIEW));
		assertEquals(List.of("bad 9.0", "bad 7.0", "bad 6.0"), names(written, Kind.HIT));
	}

	@Test
	void ofEqualScoresTheFirstStay() {
		final TellingImages telling = new TellingImages(new DisplayRange(0, 1));
		for (final String name : List.of("a", "b", "c", "d"))
			offer(telling, name, true, 1);
		assertEquals(List.of("a 1.0", "b 1.0", "c 1.0"), names(telling.write(folder), Kind.MISS));
	}

	@Test
	void picturesOfAnEarlierRunAreReplaced() throws Exception {
		Files.writeString(folder.resolve("hit-3-image.jpg"), "old");
		final TellingImages telling = new TellingImages(new DisplayRange(0, 1));
		offer(telling, "a", true, 1);
		final Telling written = telling.write(folder).get(0);
		assertEquals("miss-1-image.jpg", written.imageFile());
		assertTrue(Files.exists(folder.resolve(written.heatFile())));
		assertFalse(Files.exists(folder.resolve("hit-3-image.jpg")));
	}

	@Test
	void thumbnailsAreSmallAndRepeatable() {
		final Thumbnail thumbnail = thumbnail(Optional.empty());
		assertEquals(280, thumbnail.width());
		assertEquals(140, thumbnail.height());
		assertEquals("", thumbnail.found());
		assertNull(thumbnail.truth(), "a defective image without a mask");
		final boolean[] truth = { true, false };
		final Thumbnail masked = thumbnail(Optional.of(new Mask(2, 1, truth)));
		assertEquals("M0 0h140M0 140h140M0 0v140M140 0v140", masked.truth());
		assertEquals(List.of(bytes(thumbnail.image()), bytes(thumbnail.heat())), List.of(bytes(masked.image()), bytes(masked.heat())));
	}

	private static Thumbnail thumbnail(final Optional<Mask> truth) {
		final float[] plane = new float[400 * 200];
		for (int i = 0; i < plane.length; i++)
			plane[i] = i % 256;
		return Thumbnail.of(PlanarImage.of("a", 400, 200, 8, plane), plane, new boolean[plane.length], truth, false, new DisplayRange(0, 255));
	}

	private static String bytes(final byte[] bytes) {
		return Arrays.toString(bytes);
	}

	private static void offer(final TellingImages telling, final String name, final boolean defective, final double score) {
		telling.offer(new Scored(name + " " + score, "x", defective, (float) score, score >= 5 ? "reject" : score >= 4.5 ? "review" : "pass"),
			() -> THUMBNAIL);
	}

	private static List<String> names(final List<Telling> written, final Kind kind) {
		return written.stream().filter(telling -> telling.kind() == kind).map(telling -> telling.image().name()).toList();
	}
}
