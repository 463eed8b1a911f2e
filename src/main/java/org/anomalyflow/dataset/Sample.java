package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import org.anomalyflow.image.ImageFiles;

/**
 * One test image and what is known about it.
 *
 * @param image the image file
 * @param label whether the image shows a defect
 * @param defect the defect's type as the data set names it; {@code good} for good images
 * @param mask the file that marks the defect; empty for good images and where the data set has none
 * @param maskRule how that file's values are meant
 */
public record Sample(Path image, Label label, String defect, Optional<Path> mask, MaskRule maskRule) {

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
		Objects.requireNonNull(mask);
		Objects.requireNonNull(maskRule);
	}

	/** A good image; its mask is all zero and needs no file. */
	public static Sample good(final Path image) {
		return new Sample(image, Label.GOOD, NO_DEFECT, Optional.empty(), MaskRule.BY_VALUE);
	}

	/** A defective image whose mask, if there is one, is black and white. */
	public static Sample defective(final Path image, final String defect, final Optional<Path> mask) {
		return new Sample(image, Label.DEFECT, defect, mask, MaskRule.BY_VALUE);
	}

	public boolean isDefective() {
		return label == Label.DEFECT;
	}

	/**
	 * Reads the mask at its own size, which may differ from the image's. A mask drawn on the stored rows and columns of an
	 * image with an orientation tag is turned as the image is, where its size tells.
	 *
	 * @return the mask, or empty if there is no mask file
	 * @throws org.anomalyflow.util.AnomalyFlowException if the file cannot be read
	 */
	public Optional<Mask> readMask() {
		return mask.map(file -> Mask.read(file, maskRule).upright(ImageFiles.header(image)));
	}
}
