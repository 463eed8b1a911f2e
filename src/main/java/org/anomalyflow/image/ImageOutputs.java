package org.anomalyflow.image;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.TiffEncoder;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;

/** Writes images as files, without dialogs, each through a temporary file that is moved into place when complete. */
public final class ImageOutputs {

	private ImageOutputs() {}

	/**
	 * Writes an image or stack as an uncompressed ImageJ TIFF, with calibration, dimensions, slice labels, display range
	 * and lookup table; what a heatmap needs to be opened as it was. Overlays and selections are left out.
	 *
	 * @throws AnomalyFlowException if it cannot be written
	 */
	public static void writeTiff(final ImagePlus image, final Path file) {
		final FileSaver saver = new FileSaver(image);
		final FileInfo info = image.getFileInfo();
		info.description = saver.getDescriptionString();
		info.info = image.getInfoProperty();
		info.sliceLabels = image.getStack().getSliceLabels();
		if (image.isComposite())
			saver.saveDisplayRangesAndLuts(image, info);
		AtomicFiles.write(file, temporary -> {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
				new TiffEncoder(info).write(out);
			}
		});
	}

	/**
	 * Writes a picture as PNG.
	 *
	 * @throws AnomalyFlowException if it cannot be written
	 */
	public static void writePng(final BufferedImage picture, final Path file) {
		AtomicFiles.write(file, temporary -> {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
				if (!ImageIO.write(picture, "png", out))
					throw new IOException("this Java runtime has no PNG writer");
			}
		});
	}
}
