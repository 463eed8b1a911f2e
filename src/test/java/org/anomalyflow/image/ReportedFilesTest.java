package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import ij.measure.Calibration;

import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that people reported, where they are: the system property {@code shared.dir} names the parent of their folder. */
class ReportedFilesTest {

	private static final Path CASES = Path.of(System.getProperty("shared.dir", "../shared")).resolve("cases");

	@ParameterizedTest
	@CsvSource({ "tiff16-predictor/opencv_default.tif, 256 x 256, 1, 16", "tiff16-predictor/opencv_default_rgb16.tif, 256 x 256, 3, 16",
		"tiff16-predictor/tiled_zlib_pred.tif, 256 x 256, 1, 16", "tiff16-predictor/zlib_pred.tif, 256 x 256, 1, 16",
		"jpeg-tiff-narrow/pil_jpeg.tif, 256 x 256, 3, 8", "jpeg-tiff-narrow/pil168.tif, 256 x 256, 3, 8",
		"tiff-kinds-misread/float16.tif, 256 x 256, 1, 32", "tiff-kinds-misread/int8.tif, 256 x 256, 1, 8",
		"tiff-kinds-misread/pil_ycbcr.tif, 256 x 256, 3, 8", "tiff-thumbnail-page/thumb_page_lzw.tif, 256 x 256, 3, 8",
		"tiff-thumbnail-page/thumb_page_plain.tif, 256 x 256, 3, 8", "jpeg-broken-icc/icc_empty.jpg, 160 x 160, 3, 8",
		"jpeg-broken-icc/icc_twice.jpg, 160 x 160, 3, 8", "rgb-10bit-in-16/000.png, 160 x 160, 3, 16", "pgm-folder/000.pgm, 160 x 160, 1, 8",
		"unlisted-extensions/b.jfif, 160 x 160, 3, 8", "unlisted-extensions/c.webp, 160 x 160, 3, 8",
		"unlisted-extensions/d.jpe, 160 x 160, 3, 8", "exif-rotated/exif/stain/000.jpg, 160 x 120, 3, 8" })
	void isRead(final String name, final String size, final int channels, final int bitDepth) {
		final Path file = present(name);
		assertTrue(ImageFiles.isImage(file));
		final ImageSlices slices = ImageFiles.read(file);
		assertEquals(1, slices.count());
		final PlanarImage image = slices.get(1).image();
		assertEquals(size, image.width() + " x " + image.height());
		assertEquals(size, ImageFiles.header(file).toString());
		assertEquals(channels, image.channels());
		assertEquals(bitDepth, image.bitDepth());
	}

	@ParameterizedTest
	@CsvSource({ "tiff-kinds-misread/cmyk-3c-16b.tiff, CMYK", "tiff-kinds-misread/pil_lab_lzw.tif, CIE L*a*b*",
		"unlisted-extensions/e.jp2, JPEG 2000" })
	void isRefusedByName(final String name, final String kind) {
		final Path file = present(name);
		final String message = assertThrows(AnomalyFlowException.class, () -> ImageFiles.read(file)).getMessage();
		assertTrue(message.contains(kind), message);
	}

	@ParameterizedTest
	@CsvSource({ "cal, zlib", "cal, lzw", "comp, zlib", "comp, lzw" })
	void compressionLosesNothing(final String image, final String compression) {
		final ImageSlices plain = ImageFiles.read(present("tiff-compressed-metadata/" + image + "_plain.tif"));
		final ImageSlices compressed = ImageFiles.read(present("tiff-compressed-metadata/" + image + "_" + compression + ".tif"));
		final Calibration calibration = compressed.calibration();
		assertEquals(plain.calibration().pixelWidth, calibration.pixelWidth);
		assertEquals(plain.calibration().getUnit(), calibration.getUnit());
		assertEquals(1, compressed.count());
		for (int c = 0; c < plain.get(1).image().channels(); c++)
			assertArrayEquals(plain.get(1).image().plane(c), compressed.get(1).image().plane(c));
	}

	private static Path present(final String name) {
		final Path file = CASES.resolve(name);
		assumeTrue(Files.isRegularFile(file), "no file " + file + "; -Dshared.dir names the parent of cases");
		return file;
	}
}
