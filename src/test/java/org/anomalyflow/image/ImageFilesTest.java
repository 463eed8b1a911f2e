package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;

import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format and bit depth that the documentation names, written here and read back. */
class ImageFilesTest {

	private static final int WIDTH = 20;
	private static final int HEIGHT = 12;

	@TempDir
	private Path folder;

	@Test
	void grayPngKeepsItsValues() throws IOException {
		final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
		fill(image.getRaster(), 0, 1);
		final PlanarImage read = readOne(write(image, "png", "gray.PNG"));
		assertEquals(1, read.channels());
		assertEquals(8, read.bitDepth());
		assertEquals("gray.PNG", read.name());
		assertRamp(read, 0, 1);
	}

	@Test
	void sixteenBitGrayPngKeepsItsValues() throws IOException {
		final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
		fill(image.getRaster(), 0, 257);
		final PlanarImage read = readOne(write(image, "png", "deep.png"));
		assertEquals(16, read.bitDepth());
		assertRamp(read, 0, 257);
	}

	@ParameterizedTest
	@ValueSource(ints = { BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_3BYTE_BGR })
	void colourPngDropsTransparency(final int type) throws IOException {
		final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
		for (int y = 0; y < HEIGHT; y++)
			for (int x = 0; x < WIDTH; x++)
				image.setRGB(x, y, 0x80000000 | x << 16 | y << 8 | 77);
		assertRgb(readOne(write(image, "png", "rgb.png")));
	}

	@Test
	void bmpIsRead() throws IOException {
		final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < HEIGHT; y++)
			for (int x = 0; x < WIDTH; x++)
				image.setRGB(x, y, x << 16 | y << 8 | 77);
		assertRgb(readOne(write(image, "bmp", "rgb.bmp")));
	}

	@Test
	void jpegIsReadNearly() throws IOException {
		final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
		fill(image.getRaster(), 0, 1);
		final PlanarImage read = readOne(write(image, "jpeg", "gray.jpeg"));
		assertEquals(1, read.channels());
		assertEquals(100, read.value(0, 0, 5), 25, "JPEG loses detail");
	}

	@Test
	void sixteenBitRgbKeepsBothBytes() throws IOException {
		final ColorModel model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, ColorModel.OPAQUE,
			DataBuffer.TYPE_USHORT);
		final WritableRaster raster = model.createCompatibleWritableRaster(WIDTH, HEIGHT);
		for (int y = 0; y < HEIGHT; y++)
			for (int x = 0; x < WIDTH; x++)
				raster.setPixel(x, y, new int[]{ x << 8 | 255, y << 8 | 254, 77 << 8 });
		assertDeepRgb(readOne(write(new BufferedImage(model, raster, false, null), "png", "deep.png")), 255, 254, 0);
	}

	private static void assertDeepRgb(final PlanarImage image, final int... low) {
		assertEquals(3, image.channels());
		assertEquals(16, image.bitDepth());
		for (int y = 0; y < HEIGHT; y++)
			for (int x = 0; x < WIDTH; x++) {
				assertEquals(x << 8 | low[0], image.value(0, x, y));
				assertEquals(y << 8 | low[1], image.value(1, x, y));
				assertEquals(77 << 8 | low[2], image.value(2, x, y));
			}
	}

	@Test
	void palettesAndBitsAreResolved() throws IOException {
		final byte[] ramp = { 0, 100, (byte) 200, (byte) 255 };
		final byte[] reversed = { (byte) 255, (byte) 200, 100, 0 };
		final PlanarImage colour = readOne(write(indexed(new IndexColorModel(2, 4, ramp, reversed, ramp)), "png", "palette.png"));
		assertEquals(3, colour.channels());
		assertEquals(100, colour.value(0, 1, 0));
		assertEquals(200, colour.value(1, 1, 0));
		final PlanarImage gray = readOne(write(indexed(new IndexColorModel(2, 4, ramp, ramp, ramp)), "png", "gray.png"));
		assertEquals(1, gray.channels());
		assertEquals(200, gray.value(0, 2, 0));
		final PlanarImage gif = readOne(write(indexed(new IndexColorModel(2, 4, ramp, reversed, ramp)), "gif", "p.gif"));
		assertEquals(200, gif.value(1, 1, 0));
		final BufferedImage bits = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY);
		bits.setRGB(3, 2, Color.WHITE.getRGB());
		final PlanarImage binary = readOne(write(bits, "png", "bits.png"));
		assertEquals(1, binary.channels());
		assertEquals(255, binary.value(0, 3, 2));
		assertEquals(0, binary.value(0, 2, 2));
	}

	private static BufferedImage indexed(final IndexColorModel palette) {
		final WritableRaster raster = Raster.createPackedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 1, 2, new Point());
		for (int x = 0; x < 4; x++)
			raster.setSample(x, 0, 0, x);
		return new BufferedImage(palette, raster, false, null);
	}

	@Test
	void imagejTiffsKeepValuesCalibrationAndLabels() {
		final float[] values = ramp(-5, 0.25f);
		final ImageStack stack = new ImageStack(WIDTH, HEIGHT);
		stack.addSlice("first", new FloatProcessor(WIDTH, HEIGHT, values));
		stack.addSlice("second", new FloatProcessor(WIDTH, HEIGHT, ramp(1, 1)));
		final ImagePlus image = new ImagePlus("stack", stack);
		image.setDimensions(1, 1, 2);
		final Calibration calibration = new Calibration();
		calibration.pixelWidth = 0.5;
		calibration.pixelHeight = 0.25;
		calibration.setUnit("mm");
		image.setCalibration(calibration);
		final Path file = folder.resolve("stack.TIF");
		assertTrue(new FileSaver(image).saveAsTiffStack(file.toString()));
		for (final boolean global : new boolean[]{ false, true }) {
			if (global) {
				final Calibration other = new Calibration();
				other.pixelWidth = 3;
				other.setUnit("km");
				image.setGlobalCalibration(other);
			}
			try {
				final ImageSlices slices = ImageFiles.read(file);
				assertEquals(2, slices.count());
				assertEquals(2, slices.frames());
				assertEquals("second", slices.get(2).label());
				assertEquals(global ? 3 : 0.5, slices.calibration().pixelWidth, 1e-9, "written as a ratio of integers");
				assertEquals(global ? "km" : "mm", slices.calibration().getUnit());
				assertArrayEquals(values, slices.get(1).image().plane(0));
				assertEquals(32, slices.get(1).image().bitDepth());
			}
			finally {
				image.setGlobalCalibration(null);
			}
		}
	}

	@Test
	void sixteenBitTiffKeepsItsValues() {
		final ShortProcessor deep = new ShortProcessor(WIDTH, HEIGHT);
		for (int i = 0; i < WIDTH * HEIGHT; i++)
			deep.set(i, i * 257);
		final Path file = folder.resolve("deep.tif");
		new FileSaver(new ImagePlus("deep", deep)).saveAsTiff(file.toString());
		assertEquals(16, readOne(file).bitDepth());
		assertRamp(readOne(file), 0, 257);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "LZW", "Deflate", "PackBits" })
	void tiffsOfOtherProgramsAreRead(final String compression) throws IOException {
		final ColorModel model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, ColorModel.OPAQUE,
			DataBuffer.TYPE_USHORT);
		final WritableRaster raster = model.createCompatibleWritableRaster(WIDTH, HEIGHT);
		for (int y = 0; y < HEIGHT; y++)
			for (int x = 0; x < WIDTH; x++)
				raster.setPixel(x, y, new int[]{ x << 8 | 200, y << 8, 77 << 8 | 9 });
		assertDeepRgb(readOne(writeTiff(new BufferedImage(model, raster, false, null), compression)), 200, 0, 9);
		final BufferedImage gray = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
		fill(gray.getRaster(), 0, 257);
		final PlanarImage deep = readOne(writeTiff(gray, compression));
		assertEquals(16, deep.bitDepth());
		assertRamp(deep, 0, 257);
		final BufferedImage bits = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY);
		bits.setRGB(3, 2, Color.WHITE.getRGB());
		assertEquals(255, readOne(writeTiff(bits, compression)).value(0, 3, 2));
		assertEquals(0, readOne(writeTiff(bits, compression)).value(0, 2, 2));
	}

	@Test
	void invertingTablesShowWhatIsSeen() {
		final ByteProcessor processor = new ByteProcessor(WIDTH, HEIGHT);
		processor.set(3, 2, 255);
		processor.invertLut();
		final Path file = folder.resolve("inverted.tif");
		new FileSaver(new ImagePlus("inverted", processor)).saveAsTiff(file.toString());
		assertEquals(0, readOne(file).value(0, 3, 2));
		assertEquals(255, readOne(file).value(0, 2, 2));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 20000 })
	void compositeTiffsKeepTheirValuesWhateverIsShown(final int displayed) {
		final ImagePlus image = IJ.createHyperStack("c", WIDTH, HEIGHT, 2, 1, 1, 16);
		final CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
		composite.getStack().getProcessor(1).set(3, 2, 500);
		composite.setPositionWithoutUpdate(1, 1, 1);
		composite.setDisplayRange(0, displayed);
		final Path file = folder.resolve("composite.tif");
		new FileSaver(composite).saveAsTiffStack(file.toString());
		final PlanarImage read = readOne(file);
		assertEquals(3, read.channels());
		assertEquals(16, read.bitDepth());
		assertEquals(500, read.value(0, 3, 2));
		assertEquals(0, read.value(1, 3, 2));
	}

	@Test
	void portableMapsAreRead() throws IOException {
		assertRamp(readOne(pnm("P5\n# comment\n20 12\n255\n", i -> new byte[]{ (byte) i })), 0, 1);
		assertRamp(readOne(pnm("P5 20 12 65535\n", i -> new byte[]{ (byte) (i * 257 >> 8), (byte) (i * 257) })), 0, 257);
		assertRgb(readOne(pnm("P6 20 12 255\n", i -> new byte[]{ (byte) (i % WIDTH), (byte) (i / WIDTH), 77 })));
		final Path ascii = folder.resolve("ascii.pgm");
		final StringBuilder text = new StringBuilder("P2 20 12 255");
		for (int i = 0; i < WIDTH * HEIGHT; i++)
			text.append('\n').append(i);
		Files.writeString(ascii, text);
		assertRamp(readOne(ascii), 0, 1);
		final Path bits = folder.resolve("bits.pbm");
		Files.writeString(bits, "P1 8 8 " + "10000000".repeat(8));
		assertEquals(0, readOne(bits).value(0, 0, 7));
		assertEquals(255, readOne(bits).value(0, 1, 7));
		Files.write(bits, new byte[]{ 'P', '4', ' ', '8', ' ', '8', '\n', 1, 1, 1, 1, 1, 1, 1, 1 });
		assertEquals(0, readOne(bits).value(0, 7, 3));
		assertEquals(255, readOne(bits).value(0, 6, 3));
	}

	private interface Pixel {

		byte[] bytes(int index);
	}

	private Path pnm(final String header, final Pixel pixel) throws IOException {
		final Path file = folder.resolve("map.ppm");
		try (OutputStream out = Files.newOutputStream(file)) {
			out.write(header.getBytes(StandardCharsets.US_ASCII));
			for (int i = 0; i < WIDTH * HEIGHT; i++)
				out.write(pixel.bytes(i));
		}
		return file;
	}

	@Test
	void contentDecidesNotTheExtension() throws IOException {
		final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
		fill(image.getRaster(), 0, 1);
		assertRamp(readOne(write(image, "png", "really_png.jpg")), 0, 1);
	}

	private static PlanarImage readOne(final Path file) {
		final ImageSlices slices = ImageFiles.read(file);
		assertEquals(1, slices.count());
		return slices.get(1).image();
	}

	private Path write(final BufferedImage image, final String format, final String name) throws IOException {
		final Path file = folder.resolve(name);
		assertTrue(ImageIO.write(image, format, file.toFile()));
		return file;
	}

	private Path writeTiff(final BufferedImage image, final String compression) throws IOException {
		final Path file = folder.resolve("other.tiff");
		Files.deleteIfExists(file);
		final ImageWriter writer = TiffWriters.ofJava();
		try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
			final ImageWriteParam parameters = writer.getDefaultWriteParam();
			if (!compression.isEmpty()) {
				parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
				parameters.setCompressionType(compression);
			}
			writer.setOutput(out);
			writer.write(null, new IIOImage(image, null, null), parameters);
		}
		finally {
			writer.dispose();
		}
		return file;
	}

	private static float[] ramp(final float start, final float step) {
		final float[] values = new float[WIDTH * HEIGHT];
		for (int i = 0; i < values.length; i++)
			values[i] = start + i * step;
		return values;
	}

	private static void fill(final WritableRaster raster, final int start, final int step) {
		for (int i = 0; i < WIDTH * HEIGHT; i++)
			raster.setSample(i % WIDTH, i / WIDTH, 0, start + i * step);
	}

	private static void assertRamp(final PlanarImage image, final int start, final int step) {
		assertEquals(WIDTH, image.width());
		assertArrayEquals(ramp(start, step), image.plane(0));
	}

	private static void assertRgb(final PlanarImage image) {
		assertEquals(3, image.channels());
		assertEquals(8, image.bitDepth());
		for (int y = 0; y < HEIGHT; y++)
			for (int x = 0; x < WIDTH; x++) {
				assertEquals(x, image.value(0, x, y));
				assertEquals(y, image.value(1, x, y));
				assertEquals(77, image.value(2, x, y));
			}
	}
}
