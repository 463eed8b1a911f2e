package org.anomalyflow.image;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import ij.ImagePlus;
import ij.VirtualStack;
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
		info.sliceLabels = IntStream.rangeClosed(1, image.getStackSize()).mapToObj(image.getStack()::getSliceLabel).toArray(String[]::new);
		if (image.getStack() instanceof VirtualStack)
			// slices are then asked for one after the other
			info.virtualStack = (VirtualStack) image.getStack();
		if (image.isComposite())
			saver.saveDisplayRangesAndLuts(image, info);
		AtomicFiles.write(file, temporary -> {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
				new TiffEncoder(info).write(out);
			}
		});
	}
}
