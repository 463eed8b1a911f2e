package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;

import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken files give a message with their path and nothing else: no output, no window. */
class BrokenFilesTest {

	@TempDir
	private Path folder;

	private final PrintStream out = System.out;
	private final PrintStream err = System.err;
	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	@BeforeEach
	void capture() {
		System.setOut(new PrintStream(printed, true));
		System.setErr(new PrintStream(printed, true));
	}

	@AfterEach
	void nothingIsPrinted() {
		System.setOut(out);
		System.setErr(err);
		assertEquals("", printed.toString());
	}

	private String refusal(final Path file) {
		final String message = assertThrows(AnomalyFlowException.class, () -> ImageFiles.read(file)).getMessage();
		assertTrue(message.contains(file.toString()), message);
		return message;
	}

	@Test
	void textEmptyMissingAndFolder() throws IOException {
		final Path text = folder.resolve("text.png");
		Files.writeString(text, "This is no image at all, however long it may be.");
		assertTrue(refusal(text).contains("no PNG"));
		final Path empty = folder.resolve("empty.png");
		Files.createFile(empty);
		assertTrue(refusal(empty).contains("empty"));
		assertTrue(refusal(folder.resolve("missing.png")).contains("no such file"));
		assertTrue(refusal(folder).contains("folder"));
	}

	@ParameterizedTest
	@CsvSource({ "png, 0.1", "png, 0.5", "png, 0.9", "jpeg, 0.02", "jpeg, 0.5", "jpeg, 0.9", "bmp, 0.01", "bmp, 0.5", "gif, 0.01", "gif, 0.5",
		"tiff, 0.05", "tiff, 0.5" })
	void cutFiles(final String format, final double kept) throws IOException {
		final Path file = folder.resolve("cut." + format);
		ImageIO.write(noise(), format, file.toFile());
		cut(file, kept);
		refusal(file);
	}

	@ParameterizedTest
	@ValueSource(strings = { "LZW", "Deflate", "PackBits" })
	void cutCompressedTiffs(final String compression) throws IOException {
		final Path file = folder.resolve("cut.tif");
		final ImageWriter writer = TiffWriters.ofJava();
		try (ImageOutputStream stream = ImageIO.createImageOutputStream(file.toFile())) {
			final ImageWriteParam parameters = writer.getDefaultWriteParam();
			parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			parameters.setCompressionType(compression);
			writer.setOutput(stream);
			writer.write(null, new IIOImage(noise(), null, null), parameters);
		}
		writer.dispose();
		cut(file, 0.5);
		refusal(file);
	}

	@Test
	void cutImagejTiffs() throws IOException {
		final Path file = folder.resolve("cut.tif");
		new FileSaver(new ImagePlus("cut", new FloatProcessor(40, 30))).saveAsTiff(file.toString());
		cut(file, 0.6);
		assertTrue(refusal(file).contains("cut off"));
	}

	@Test
	void pagesInACircle() throws IOException {
		final Path file = folder.resolve("circle.tif");
		new FileSaver(new ImagePlus("circle", new FloatProcessor(40, 30))).saveAsTiff(file.toString());
		final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
		bytes.order(bytes.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
		final int directory = bytes.getInt(4);
		bytes.putInt(directory + 2 + 12 * bytes.getShort(directory), directory);
		Files.write(file, bytes.array());
		assertTrue(refusal(file).contains("circle"));
	}

	@Test
	void cutPortableMap() throws IOException {
		final Path file = folder.resolve("cut.pgm");
		Files.writeString(file, "P5 20 12 255\nabc");
		assertTrue(refusal(file).contains("cut off"));
		Files.writeString(file, "P5 0 12 255\n");
		assertTrue(refusal(file).contains("0 x 12"));
		Files.writeString(file, "P2 x");
		refusal(file);
	}

	@Test
	void damagedBytesNeverEndInAnythingButAMessage() throws IOException {
		final Random random = new Random(42);
		for (final String format : new String[]{ "png", "jpeg", "bmp", "gif", "tiff" }) {
			final Path file = folder.resolve("damaged." + format);
			ImageIO.write(noise(), format, file.toFile());
			final byte[] intact = Files.readAllBytes(file);
			for (int i = 0; i < 12; i++) {
				final byte[] damaged = intact.clone();
				for (int k = 0; k < 4; k++)
					damaged[8 + random.nextInt(Math.min(damaged.length - 8, k < 2 ? 100 : damaged.length))] = (byte) random.nextInt();
				Files.write(file, damaged);
				try {
					ImageFiles.open(file);
				}
				catch (final AnomalyFlowException e) {
					assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
				}
			}
		}
	}

	@Test
	void headersThatClaimTooMuch() throws IOException {
		final Path file = folder.resolve("huge.png");
		ImageIO.write(noise(), "png", file.toFile());
		final byte[] bytes = Files.readAllBytes(file);
		bytes[16] = 0x40;
		bytes[20] = 0x40;
		final CRC32 crc = new CRC32();
		crc.update(bytes, 12, 17);
		for (int i = 0; i < 4; i++)
			bytes[29 + i] = (byte) (crc.getValue() >> 24 - 8 * i);
		Files.write(file, bytes);
		assertTrue(refusal(file).contains("px"));
	}

	@Test
	void tinyImages() throws IOException {
		final Path file = folder.resolve("tiny.png");
		ImageIO.write(new BufferedImage(100, 7, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
		final String message = assertThrows(AnomalyFlowException.class, () -> ImageFiles.read(file)).getMessage();
		assertTrue(message.contains("tiny.png") && message.contains("100 x 7"), message);
		assertThrows(AnomalyFlowException.class, () -> ImageSlices.of(new ImagePlus("line", new ByteProcessor(500, 1))));
		assertEquals(1, ImageSlices.of(new ImagePlus("small", new ByteProcessor(8, 8))).count());
	}

	private static BufferedImage noise() {
		final BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
		final Random random = new Random(42);
		for (int i = 0; i < 64 * 48; i++)
			image.setRGB(i % 64, i / 64, random.nextInt());
		return image;
	}

	/** Reading one would wait for ever. */
	@Test
	void aPipeIsNoImage() throws Exception {
		final Path pipe = folder.resolve("pipe.png");
		assumeTrue(System.getProperty("os.name").startsWith("Linux"));
		assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
		final String told = assertTimeoutPreemptively(Duration.ofSeconds(10),
			() -> assertThrows(AnomalyFlowException.class, () -> ImageFiles.open(pipe)).getMessage());
		assertTrue(told.contains("pipe.png") && told.contains("no ordinary file"), told);
	}

	@Test
	void anArgumentThatIsNoTextIsExplained() {
		final String told = assertThrows(AnomalyFlowException.class, () -> ImageFiles.open(folder.resolve("caf\ufffd.png"))).getMessage();
		assertTrue(told.contains("no text in the encoding of this system"), told);
	}

	private static void cut(final Path file, final double kept) throws IOException {
		final byte[] bytes = Files.readAllBytes(file);
		Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * kept)));
	}
}
