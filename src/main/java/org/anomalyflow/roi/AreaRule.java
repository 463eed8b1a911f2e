package org.anomalyflow.roi;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.anomalyflow.util.Digests;
import org.anomalyflow.util.InvalidParameterException;

/**
 * Which part of images counts, as the parameters {@code roi} and {@code ignore} say it.
 *
 * @param roi what counts
 * @param ignore what of it does not
 */
public record AreaRule(Source roi, Source ignore) {

	/** Everything counts. */
	public static final AreaRule ALL = new AreaRule(Source.NOTHING, Source.NOTHING);

	private static final String NONE = "none";
	private static final String SELECTION = "selection";

	/**
	 * Where an area comes from.
	 *
	 * @param selection whether it is the image's selection
	 * @param required whether an image without one is an error
	 * @param file a ROI file, a zip of ROIs or a mask image; empty if no file is given
	 */
	public record Source(boolean selection, boolean required, Optional<Path> file) {

		static final Source NOTHING = new Source(false, false, Optional.empty());

		/** What the file is like now, for telling whether results are up to date. */
		private String stamp() {
			return this + file.filter(Files::isRegularFile).map(Digests::sha256).orElse("");
		}
	}

	/** @throws InvalidParameterException if the same selection is what counts and what does not */
	public AreaRule {
		if (roi.selection && roi.required && ignore.selection)
			throw new InvalidParameterException("ignore", SELECTION, "the selection is the region of interest already");
		if (ignore.selection && roi.selection)
			roi = Source.NOTHING;
	}

	/**
	 * Reads the parameters.
	 *
	 * @param roi a file, or the word none or selection; null or empty for the usual
	 * @param ignore a file, or the word selection; null, empty or the word none for nothing
	 * @param usesSelection whether a selection of the image counts usually
	 */
	public static AreaRule of(final File roi, final File ignore, final boolean usesSelection) {
		return new AreaRule(source(roi, usesSelection), source(ignore, false));
	}

	private static Source source(final File value, final boolean usesSelection) {
		final String text = value == null ? "" : value.getPath().trim();
		if (text.isEmpty())
			return new Source(usesSelection, false, Optional.empty());
		if (NONE.equals(text))
			return Source.NOTHING;
		return SELECTION.equals(text) ? new Source(true, true, Optional.empty()) : new Source(false, true, Optional.of(Path.of(text)));
	}

	/** What results depend on: the choices, and the files as they are now. */
	public String stamp() {
		return roi.stamp() + ignore.stamp();
	}
}
