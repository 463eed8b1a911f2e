package org.anomalyflow.training.defect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

import javax.imageio.ImageIO;

import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.training.defect.DefectPainter.Painted;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DefectPainterTest {

	private static final int SIDE = 48;

	@TempDir
	private Path folder;

	private static boolean[] everywhere() {
		final boolean[] all = new boolean[SIDE * SIDE];
		Arrays.fill(all, true);
		return all;
	}

	/** Stripes and a gradient, of 1 or 3 channels. */
	private static PlanarImage image(final int channels, final int bitDepth, final float scale) {
		final float[][] planes = new float[channels][SIDE * SIDE];
		for (int c = 0; c < channels; c++)
			for (int i = 0; i < planes[c].length; i++)
				planes[c][i] = (float) Math.floor(scale * (40 + 20 * c + i / SIDE + (i % SIDE / 3 % 2 == 0 ? 60 : 0)));
		return PlanarImage.of("stripes", SIDE, SIDE, bitDepth, planes);
	}

	@Test
	void changesOnlyTheMaskAndStaysAnImage() {
		final PlanarImage good = image(3, 8, 1);
		final DefectPainter painter = new DefectPainter(4, IntensityRange.EIGHT_BIT, false, Optional.empty());
		int changed = 0;
		int defective = 0;
		for (int seed = 0; seed < 30; seed++) {
			final Painted painted = painter.paint(good, everywhere(), new SplittableRandom(seed));
			for (int i = 0; i < SIDE * SIDE; i++) {
				boolean differs = false;
				for (int c = 0; c < 3; c++) {
					final float value = painted.image().plane(c)[i];
					assertTrue(value >= 0 && value <= 255 && value == Math.rint(value));
					differs |= value != good.plane(c)[i];
				}
				assertTrue(painted.mask()[i] || !differs, "outside of the mask");
				changed += differs ? 1 : 0;
				defective += painted.mask()[i] ? 1 : 0;
			}
			assertEquals(painted.image(), painter.paint(good, everywhere(), new SplittableRandom(seed)).image(), "the same seed");
		}
		assertTrue(changed > 0.8 * defective, changed + " of " + defective);
	}

	@Test
	void grayImagesStayGrayAndSixteenBitsStayInTheirRange() {
		final DefectPainter eight = new DefectPainter(4, IntensityRange.EIGHT_BIT, true, Optional.empty());
		final float[] gray = image(1, 8, 1).plane(0);
		final PlanarImage good = PlanarImage.of("gray", SIDE, SIDE, 8, gray, gray, gray);
		final IntensityRange range = new IntensityRange(3000, 9000);
		final DefectPainter sixteen = new DefectPainter(4, range, true, Optional.empty());
		for (int seed = 0; seed < 10; seed++) {
			assertTrue(eight.paint(good, everywhere(), new SplittableRandom(seed)).image().isGray());
			final Painted painted = sixteen.paint(image(1, 16, 50), everywhere(), new SplittableRandom(seed));
			for (int i = 0; i < SIDE * SIDE; i++)
				if (painted.mask()[i])
					assertTrue(painted.image().plane(0)[i] >= range.min() && painted.image().plane(0)[i] <= range.max());
		}
	}

	/** Half of the defects show the colour of the textures, the other half cannot. */
	@Test
	void paintsWithTexturesOfAFolder() throws Exception {
		final BufferedImage red = new BufferedImage(9, 8, BufferedImage.TYPE_INT_RGB);
		for (int i = 0; i < 72; i++)
			red.setRGB(i % 9, i / 9, 0xff0000);
		ImageIO.write(red, "png", folder.resolve("red.png").toFile());
		final TextureFolder textures = new TextureFolder(folder, SIDE, Progress.NONE);
		assertEquals(1, textures.size());
		assertEquals(64, textures.checksum().length());
		final float[][] drawn = textures.draw(SIDE, 3, new SplittableRandom(1));
		assertEquals(1, drawn[0][7]);
		assertEquals(0, drawn[1][7]);
		assertEquals(1 / 3f, textures.draw(SIDE, 1, new SplittableRandom(1))[0][7], 1e-6);
		final float[] flat = new float[SIDE * SIDE];
		Arrays.fill(flat, 128);
		final PlanarImage good = PlanarImage.of("flat", SIDE, SIDE, 8, flat, flat, flat);
		final DefectPainter painter = new DefectPainter(4, IntensityRange.EIGHT_BIT, false, Optional.of(textures));
		int coloured = 0;
		for (int seed = 0; seed < 100; seed++)
			coloured += painter.paint(good, everywhere(), new SplittableRandom(seed)).image().isGray() ? 0 : 1;
		assertTrue(coloured > 15 && coloured < 60, coloured + " of 100 have colour");
	}

	@Test
	void refusesAFolderWithoutPictures() {
		assertThrows(InvalidParameterException.class, () -> new TextureFolder(folder, SIDE, Progress.NONE));
	}

	/** Each change repeats with its seed, changes something, and leaves finite numbers. */
	@ParameterizedTest
	@EnumSource(Appearance.Change.class)
	void changesOfAppearance(final Appearance.Change change) {
		final float[][] planes = planes();
		final float[][] again = planes();
		change.apply(planes, SIDE, new SplittableRandom(9));
		change.apply(again, SIDE, new SplittableRandom(9));
		double difference = 0;
		for (int c = 0; c < 3; c++) {
			assertArrayEquals(planes[c], again[c]);
			for (int i = 0; i < SIDE * SIDE; i++) {
				assertTrue(Float.isFinite(planes[c][i]));
				difference += Math.abs(planes[c][i] - planes()[c][i]) / (3 * SIDE * SIDE);
			}
		}
		assertTrue(difference > 0.01, change + " changes by " + difference);
	}

	private static float[][] planes() {
		final PlanarImage image = image(3, 8, 1);
		final float[][] planes = new float[3][];
		for (int c = 0; c < 3; c++) {
			planes[c] = image.plane(c);
			for (int i = 0; i < planes[c].length; i++)
				planes[c][i] /= 255;
		}
		return planes;
	}

	/** Squares change places, none is lost; a motion of nothing shows the same. */
	@Test
	void texturesRearrange() {
		final float[][] shuffled = planes();
		Texture.shuffle(shuffled, SIDE, new SplittableRandom(3));
		final float[] before = planes()[0];
		final float[] after = shuffled[0].clone();
		Arrays.sort(before);
		Arrays.sort(after);
		assertArrayEquals(before, after);
		assertTrue(!Arrays.equals(planes()[0], shuffled[0]));
		final float[][] same = planes();
		Texture.sample(same, SIDE, new Texture.Motion(1, 0, 0, 0));
		assertArrayEquals(planes()[1], same[1], 1e-6f);
		final float[][] turned = planes();
		Texture.sample(turned, SIDE, new Texture.Motion(0, 1, 0, 0));
		assertEquals(planes()[0][2 * SIDE + SIDE - 1 - 5], turned[0][5 * SIDE + 2], 1e-6, "a quarter turn");
		final float[][] shifted = planes();
		Texture.sample(shifted, SIDE, new Texture.Motion(1, 0, 3.0 / SIDE, -1.0 / SIDE));
		assertEquals(planes()[0][4 * SIDE + 13], shifted[0][5 * SIDE + 10], 1e-6);
		assertEquals(planes()[0][4 * SIDE + SIDE - 2], shifted[0][5 * SIDE + SIDE - 2], 1e-6, "mirrored at the border");
	}
}
