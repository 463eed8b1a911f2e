package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageHeader;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * One test image and what is known about it.
 *
 * @param image the image file
 * @param label whether the image shows a defect
 * @param defect the defect's type as the data set names it; {@code good} for good images
 * @param masks the files that mark the defect, which add up; empty for good images and where the data set has none
 * @param maskRule how those files' values are meant
 */
public record Sample(Path image, Label label, String defect, List<Path> masks, MaskRule maskRule) {

	/** The {@link #defect()} of good images. */
	public static final String NO_DEFECT = "good";

	/** The truth about an image. */
	public enum Label {
		GOOD, DEFECT
	}

	public Sample {
		Objects.requireNonNull(image);
		Objects.requireNonNull(label);
		Objects.requireNonNull(defect);
		masks = List.copyOf(masks);
		Objects.requireNonNull(maskRule);
	}

	/** A good image; its mask is all zero and needs no file. */
	public static Sample good(final Path image) {
		return new Sample(image, Label.GOOD, NO_DEFECT, List.of(), MaskRule.BY_VALUE);
	}

	public boolean isDefective() {
		return label == Label.DEFECT;
	}

	/**
	 * Reads the masks at their own size, which may differ from the image's; pixels that any of them marks are anomalous. A
	 * mask drawn on the stored rows and columns of an image with an orientation tag is turned as the image is, where its size
	 * tells.
	 *
	 * @return the mask, or empty if there is no mask file
	 * @throws AnomalyFlowException if a file cannot be read, or if several differ in size
	 */
	public Optional<Mask> readMask() {
		if (masks.isEmpty())
			return Optional.empty();
		final ImageHeader header = ImageFiles.header(image);
		Mask all = null;
		for (final Path file : masks) {
			final Mask mask = Mask.read(file, maskRule).upright(header);
			all = all == null ? mask : union(all, mask, file);
		}
		return Optional.ofNullable(all);
	}

	/**
	 * Whether a mask is that of an image: it has its size, or the same shape drawn larger or smaller, of which sides may be
	 * rounded.
	 */
	public static boolean fits(final Mask mask, final int width, final int height) {
		return Math.abs((double) mask.width() * height / width - mask.height()) < 1 &&
			Math.abs((double) mask.height() * width / height - mask.width()) < 1;
	}

	private Mask union(final Mask all, final Mask mask, final Path file) {
		if (mask.width() != all.width() || mask.height() != all.height())
			throw new AnomalyFlowException("The masks of " + image + " differ in size: " + file + " has " + mask.width() + " x " + mask.height() +
				" pixels, those before it have " + all.width() + " x " + all.height());
		final boolean[] anomalous = all.anomalous().clone();
		for (int i = 0; i < anomalous.length; i++)
			anomalous[i] |= mask.anomalous()[i];
		return new Mask(all.width(), all.height(), anomalous);
	}
}
