package org.anomalyflow.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDataTest {

	private static final Path COMMITTED = Path.of("sample-data");

	@TempDir
	Path folder;

	@Test
	void regeneratesTheCommittedFolderPixelByPixel() throws IOException {
		SampleData.generate(folder, List.of(), SampleData.DEFAULT_COUNT, SampleData.DEFAULT_SEED, Progress.NONE);
		final List<String> made = pngs(folder);
		assertEquals(3 * (24 + 8 + 3 * 4 * 2), made.size());
		assertEquals(pngs(COMMITTED), made);
		for (final String name : made)
			assertArrayEquals(read(COMMITTED.resolve(name)), read(folder.resolve(name)), name);
	}

	@Test
	void masksAreWhereTheDamageChangedTheImage() throws IOException {
		SampleData.generate(folder, List.of(), 6, 7, Progress.NONE);
		for (final Motif motif : SampleData.choose(List.of()))
			for (final SampleImage image : SampleData.plan(motif, 6, 7)) {
				final int[] shown = read(folder.resolve(image.path()));
				final int[] undamaged = image.undamaged();
				if (!image.isDefective()) {
					assertArrayEquals(undamaged, shown, image.path());
					continue;
				}
				final int[] mask = read(folder.resolve(image.maskPath()));
				int changed = 0;
				for (int i = 0; i < mask.length; i++) {
					final boolean differs = SampleImage.difference(shown[i], undamaged[i]) > SampleData.CHANGE;
					assertEquals(differs ? 0xFFFFFF : 0, mask[i], image.maskPath() + " pixel " + i);
					changed += differs ? 1 : 0;
				}
				final double share = (double) changed / mask.length;
				assertTrue(share > 0.0005 && share < 0.1, image.path() + " has a damage of " + share);
			}
	}

	@Test
	void differentSeedsAndIndicesGiveDifferentImages() {
		for (final Motif motif : SampleData.choose(List.of())) {
			final int[] image = new SampleImage(motif, "train", SampleImage.GOOD, 0, 42).pixels();
			assertFalse(Arrays.equals(image, new SampleImage(motif, "train", SampleImage.GOOD, 0, 43).pixels()));
			assertFalse(Arrays.equals(image, new SampleImage(motif, "train", SampleImage.GOOD, 1, 42).pixels()));
			assertFalse(Arrays.equals(image, new SampleImage(motif, "test", SampleImage.GOOD, 0, 42).pixels()));
		}
	}

	@Test
	void largerCountKeepsTheFirstImages() throws IOException {
		SampleData.generate(folder.resolve("few"), List.of("metal"), 1, 3, Progress.NONE);
		SampleData.generate(folder.resolve("more"), List.of("metal"), 6, 3, Progress.NONE);
		final List<String> few = pngs(folder.resolve("few"));
		assertEquals(1 + 1 + 3 * 2, few.size());
		assertEquals(6 + 2 + 3 * 2, pngs(folder.resolve("more")).size());
		for (final String name : few)
			assertArrayEquals(read(folder.resolve("few").resolve(name)), read(folder.resolve("more").resolve(name)), name);
	}

	@Test
	void repeatingIsAllowedAndShrinkingRefused() {
		SampleData.generate(folder, List.of("metal"), 6, 3, Progress.NONE);
		assertEquals(List.of(folder.resolve("metal")), SampleData.generate(folder, List.of("metal"), 6, 4, Progress.NONE));
		final Exception failure = assertThrows(InvalidParameterException.class,
			() -> SampleData.generate(folder, List.of("metal"), 5, 3, Progress.NONE));
		assertTrue(failure.getMessage().contains("Delete that folder"), failure.getMessage());
	}

	@Test
	void refusesUnknownCategoriesAndCounts() {
		final Exception unknown = assertThrows(InvalidParameterException.class,
			() -> SampleData.generate(folder, List.of("wood"), 1, 0, Progress.NONE));
		assertEquals("categories=wood is not allowed: choose from weave, print, metal, or leave it empty for all", unknown.getMessage());
		assertThrows(InvalidParameterException.class, () -> SampleData.generate(folder, List.of(), 0, 0, Progress.NONE));
		assertThrows(InvalidParameterException.class, () -> SampleData.generate(folder, List.of(), 1001, 0, Progress.NONE));
	}

	@Test
	void stopsWhenCancelled() {
		final Progress cancelled = new Progress() {

			@Override
			public void update(final String stage, final long done, final long total, final String detail) {
				throw new AssertionError("must not go on");
			}

			@Override
			public void message(final String line) {
				throw new AssertionError("must not go on");
			}

			@Override
			public boolean isCancelled() {
				return true;
			}
		};
		assertThrows(CancelledException.class, () -> SampleData.generate(folder, List.of(), 1, 0, cancelled));
	}

	private static List<String> pngs(final Path root) throws IOException {
		try (Stream<Path> files = Files.walk(root)) {
			return List.copyOf(new TreeSet<>(
				files.filter(file -> file.toString().endsWith(".png")).map(file -> root.relativize(file).toString().replace('\\', '/')).toList()));
		}
	}

	private static int[] read(final Path file) throws IOException {
		final BufferedImage image = ImageIO.read(file.toFile());
		final int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
		for (int i = 0; i < pixels.length; i++)
			pixels[i] &= 0xFFFFFF;
		return pixels;
	}
}
