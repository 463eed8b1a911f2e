package org.anomalyflow.roi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ij.gui.Roi;
import ij.io.RoiEncoder;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;

/** Writes ROIs as the zip files of ImageJ's ROI Manager, without the manager, which needs a display. */
public final class RoiZip {

	/** The same for all entries, so that the same ROIs give the same file. */
	private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

	private RoiZip() {}

	/**
	 * Writes ROIs, each as an entry {@code <name>.roi}. Without ROIs the zip file is empty.
	 *
	 * @param rois with names that are file names and different from one another
	 * @throws AnomalyFlowException if the file cannot be written
	 */
	public static void write(final List<Roi> rois, final Path file) {
		AtomicFiles.write(file, temporary -> {
			try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(temporary))) {
				for (final Roi roi : rois)
					writeEntry(zip, roi);
			}
		});
	}

	private static void writeEntry(final ZipOutputStream zip, final Roi roi) throws IOException {
		final ZipEntry entry = new ZipEntry(roi.getName() + ".roi");
		entry.setTimeLocal(ENTRY_TIME);
		zip.putNextEntry(entry);
		zip.write(RoiEncoder.saveAsByteArray(roi));
		zip.closeEntry();
	}
}
