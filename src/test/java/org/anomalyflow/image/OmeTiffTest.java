package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;

import org.anomalyflow.Python;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OME-TIFFs as this project's own reader, tifffile and the schema of OME see them. */
class OmeTiffTest {

	/** Prints what tifffile reads, after the schema has been asked. */
	private static final String READER = """
		import sys, tifffile, ome_types
		with tifffile.TiffFile(sys.argv[1]) as tif:
		    assert tif.is_ome and len(tif.series) == 1, tif.series
		    ome_types.validate_xml(tif.ome_metadata)
		    pixels = ome_types.from_xml(tif.ome_metadata).images[0].pixels
		    series = tif.series[0]
		    full = series.asarray(squeeze=False)
		    axes = series.get_axes(squeeze=False)
		    sizes = dict(zip(axes, full.shape))
		    print(tif.is_bigtiff, full.dtype, [sizes.get(a, 1) for a in 'XYCZT'], float(full.astype('float64').sum()))
		    unit = lambda u: u.value
		    print(pixels.physical_size_x, unit(pixels.physical_size_x_unit), pixels.physical_size_y, unit(pixels.physical_size_y_unit),
		        pixels.physical_size_z, pixels.time_increment, unit(pixels.time_increment_unit))
		    print(ome_types.from_xml(tif.ome_metadata).images[0].name)
		    # the plane of channel 2 (if there is one), the last z and the last time
		    move = full.transpose([axes.index(a) for a in 'TZCYX' if a in axes] + [i for i, a in enumerate(axes) if a not in 'TZCYX'])
		    print(float(move.reshape(-1)[sizes['X'] * sizes['Y'] * (full.size // sizes['X'] // sizes['Y'] - 1) + 1]))
		""";

	@TempDir
	private Path folder;

	private static ImagePlus image(final String title, final int bits, final int channels, final int depth, final int frames,
		final int side)
	{
		final ImagePlus image = IJ.createHyperStack(title, side, side - 2, channels, depth, frames, bits);
		for (int slice = 1; slice <= image.getStackSize(); slice++) {
			final ImageProcessor processor = image.getStack().getProcessor(slice);
			for (int i = 0; i < processor.getPixelCount(); i++)
				processor.setf(i, bits == 32 ? i * 0.25f - slice : (i * 7 + slice * 31) % (bits == 8 ? 256 : 65536));
		}
		final Calibration calibration = image.getCalibration();
		calibration.pixelWidth = 0.5;
		calibration.pixelHeight = 0.125;
		calibration.pixelDepth = 2;
		calibration.frameInterval = 0.25;
		calibration.setTimeUnit("sec");
		calibration.setUnit("microns");
		return image;
	}

	@ParameterizedTest
	@CsvSource({ "8, 1, 1, 1, 9, false", "8, 1, 3, 1, 9, true", "16, 2, 3, 2, 11, false", "32, 1, 1, 4, 800, false", "32, 2, 1, 1, 601, true",
		"16, 1, 1, 1, 1001, true" })
	void pixelsAndSizesComeBack(final int bits, final int channels, final int depth, final int frames, final int side, final boolean big)
		throws IOException
	{
		final ImagePlus image = image("part-heatmap", bits, channels, depth, frames, side);
		final Path file = folder.resolve("a.ome.tif");
		OmeTiff.write(image, file, big ? 0 : Long.MAX_VALUE);
		assertEquals(big ? 43 : 42, Files.readAllBytes(file)[2]);
		final ImagePlus read = ImageFiles.open(file);
		assertEquals(image.getStackSize(), read.getStackSize());
		for (int slice = 1; slice <= image.getStackSize(); slice++)
			assertArrayEquals(image.getStack().getProcessor(slice).convertToFloatProcessor().getFloatArray(),
				read.getStack().getProcessor(slice).convertToFloatProcessor().getFloatArray());
		if (!big) {
			// what ImageJ itself takes from the resolution, which it reads of no BigTIFF
			assertEquals(0.5, read.getCalibration().pixelWidth, 1e-8);
			assertEquals(0.125, read.getCalibration().pixelHeight, 1e-8);
			assertEquals(Optional.of(LengthUnit.MICROMETER), LengthUnit.of(read.getCalibration().getUnit()));
		}
		final byte[] first = Files.readAllBytes(file);
		OmeTiff.write(image, file, big ? 0 : Long.MAX_VALUE);
		assertArrayEquals(first, Files.readAllBytes(file), "the same image gives the same file");
	}

	@ParameterizedTest
	@CsvSource({ "8, 1, 1, 1, 9, false", "16, 2, 3, 2, 11, false", "32, 2, 3, 4, 12, true", "32, 1, 1, 2, 700, false" })
	void pythonReadsTheSame(final int bits, final int channels, final int depth, final int frames, final int side, final boolean big) {
		Python.assumeModules("tifffile", "ome_types", "xmlschema", "lxml");
		final ImagePlus image = image("a <part> & \"more\" \u00fc\u0001", bits, channels, depth, frames, side);
		final Path file = folder.resolve("a.ome.tif");
		OmeTiff.write(image, file, big ? 0 : Long.MAX_VALUE);
		double sum = 0;
		for (int slice = 1; slice <= image.getStackSize(); slice++)
			for (int i = 0; i < image.getWidth() * image.getHeight(); i++)
				sum += image.getStack().getProcessor(slice).getf(i);
		final String[] lines = Python.run(READER, file).split("\\R");
		assertEquals((big ? "True" : "False") + " " + (bits == 32 ? "float32" : "uint" + bits) + " [" + side + ", " + (side - 2) + ", " +
			channels + ", " + depth + ", " + frames + "]", lines[0].substring(0, lines[0].lastIndexOf(' ')));
		assertEquals(sum, Double.parseDouble(lines[0].substring(lines[0].lastIndexOf(' '))));
		assertEquals("0.5 \u00b5m 0.125 \u00b5m " + (depth > 1 ? "2.0" : "None") + (frames > 1 ? " 0.25" : " None") + " s", lines[1]);
		assertEquals("a <part> & \"more\" \u00fc?", lines[2]);
		assertEquals(image.getStack().getProcessor(image.getStackSize()).getf(1), Double.parseDouble(lines[3]));
	}

	@Test
	void unitsAreTranslatedOrNotClaimed() {
		final ImagePlus image = image("x", 8, 1, 1, 1, 9);
		assertTrue(xml(image).contains("PhysicalSizeX=\"0.5\" PhysicalSizeXUnit=\"\u00b5m\""), xml(image));
		for (final String[] unit : new String[][]{ { "um", "\u00b5m" }, { "Inches", "in" }, { "millimetres", "mm" }, { "nm", "nm" },
			{ "furlong", "reference frame" }, { "pixel", "pixel" } })
		{
			image.getCalibration().setUnit(unit[0]);
			assertTrue(xml(image).contains("PhysicalSizeYUnit=\"" + unit[1] + "\""), unit[0] + ": " + xml(image));
		}
		image.getCalibration().pixelWidth = -1;
		assertFalse(xml(image).contains("PhysicalSizeX="), "the schema wants positive numbers");
		image.setCalibration(new Calibration());
		assertFalse(xml(image).contains("PhysicalSize"), "nobody has said how large a pixel is");
	}

	private static String xml(final ImagePlus image) {
		return new String(OmeXml.of(image), StandardCharsets.UTF_8);
	}
}
