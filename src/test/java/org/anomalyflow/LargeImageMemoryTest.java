package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import ij.ImagePlus;
import ij.process.ColorProcessor;

import org.anomalyflow.host.cli.Main;
import org.anomalyflow.image.ImageOutputs;
import org.anomalyflow.sample.LargeImageDemo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large images where memory is small. */
class LargeImageMemoryTest {

	@TempDir
	private Path folder;

	/** A heap that cannot hold the image as numbers judges it in tiles, with overlay, heatmap and mask. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void largeImagesNeedLittleMemory(final boolean compressed) throws IOException, InterruptedException {
		final int side = 4200;
		final int[] pattern = LargeImageDemo.fabric(140, 1, List.of());
		final int[] pixels = new int[side * side];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = pattern[i / side % 140 * 140 + i % side % 140];
		final Path input = folder.resolve("huge");
		final ColorProcessor huge = new ColorProcessor(side, side, pixels);
		if (compressed)
			writeCompressed(huge, Files.createDirectories(input).resolve("huge.tif"));
		else
			ImageOutputs.writeTiff(new ImagePlus("huge", huge), input.resolve("huge.tif"));
		final Path output = folder.resolve("huge-out");
		final Path good = folder.resolve("good");
		for (int i = 0; i < 12; i++)
			ImageOutputs.writeTiff(Fabric.image(Fabric.TILE, 50 + i, List.of()), good.resolve(i + ".tif"));
		final Path model = folder.resolve("whole.aflow");
		Fabric.train(good, model, "none");
		// the image has 71 MB, its three planes of numbers would have 212 MB, heatmap and mask 88 MB
		final Process process = new ProcessBuilder(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-Xmx220m",
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Djava.awt.headless=true", "-cp",
			System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Main.class.getName(), "detect-folder",
			"--input-folder", input.toString(), "--output-folder", output.toString(), "--model-file", model.toString(), "--tile", "1000",
			"--smoothing", "2", "--write", "tables+overlays+rois").redirectErrorStream(true).start();
		final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, process.waitFor(), text);
		assertEquals(2, Files.readAllLines(output.resolve("images.csv")).size());
		assertTrue(Files.size(output.resolve("overlays/huge.png")) > 1000);
	}

	/** With LZW, in tiles, as programs write large images. */
	private static void writeCompressed(final ColorProcessor image, final Path file) throws IOException {
		final Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("tiff");
		ImageWriter writer = writers.next();
		while (!writer.getDefaultWriteParam().canWriteTiles())
			writer = writers.next();
		try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
			writer.setOutput(out);
			final ImageWriteParam options = writer.getDefaultWriteParam();
			options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			options.setCompressionType("LZW");
			options.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
			options.setTiling(256, 256, 0, 0);
			writer.write(null, new IIOImage(image.getBufferedImage(), null, null), options);
		}
		finally {
			writer.dispose();
		}
	}
}
