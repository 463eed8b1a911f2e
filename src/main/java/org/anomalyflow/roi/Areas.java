package org.anomalyflow.roi;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import ij.gui.Roi;
import ij.process.ImageProcessor;

import org.anomalyflow.dataset.Mask;
import org.anomalyflow.dataset.MaskRule;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;

/**
 * Finds the pixels of images that count. Files are read once. Of several ROIs each pixel counts that is in any of them. A ROI
 * with a position counts on its slice only.
 */
public final class Areas {

	/** What a file holds: ROIs, or a mask. */
	private record Content(List<Roi> rois, Optional<Mask> mask) {}

	/** One of the two parameters. */
	private record Part(String parameter, AreaRule.Source source, Optional<Content> content) {

		static Part of(final String parameter, final AreaRule.Source source) {
			return new Part(parameter, source, source.file().map(file -> read(parameter, file)));
		}
	}

	private final Part roi;
	private final Part ignore;

	/**
	 * @param rule where the areas come from
	 * @throws InvalidParameterException if a file cannot be read or holds no area
	 */
	public Areas(final AreaRule rule) {
		roi = Part.of("roi", rule.roi());
		ignore = Part.of("ignore", rule.ignore());
	}

	/**
	 * The pixels of a slice that count.
	 *
	 * @param source the image
	 * @param slice 1-based number of the slice
	 * @return empty if all do
	 * @throws AnomalyFlowException if none does, or a mask has another size than the image
	 */
	public Optional<PixelRuns> of(final ImageSlices source, final int slice) {
		final Optional<PixelRuns> wanted = pixels(roi, source, slice);
		final Optional<PixelRuns> unwanted = pixels(ignore, source, slice);
		if (wanted.isEmpty() && unwanted.isEmpty())
			return Optional.empty();
		final PixelRuns inside = wanted.orElseGet(() -> PixelRuns.all(source.width(), source.height()));
		final PixelRuns area = unwanted.isPresent() ? inside.without(unwanted.get()) : inside;
		if (area.isEmpty())
			throw new AnomalyFlowException("Nothing of slice " + slice + " of the image " + source.name() + " (" + source.width() + " x " +
				source.height() + " px) is to be judged: check roi and ignore" +
				(wanted.isPresent() && wanted.get().isEmpty() ? ", whose region of interest has no pixel there." : ", which leave nothing."));
		return Optional.of(area);
	}

	private static Optional<PixelRuns> pixels(final Part part, final ImageSlices source, final int slice) {
		if (part.content.isPresent())
			return Optional.of(pixels(part, part.content.get(), source, slice));
		if (!part.source.selection())
			return Optional.empty();
		final Roi selection = source.source().getRoi();
		if (selection != null && selection.isArea())
			return Optional.of(pixels(List.of(selection), source.width(), source.height()));
		if (part.source.required())
			throw new InvalidParameterException(part.parameter, "selection", "the image " + source.name() + " has " +
				(selection == null ? "no selection" : "a selection without an area") + "; select an area, or give a ROI or mask file");
		return Optional.empty();
	}

	private static PixelRuns pixels(final Part part, final Content content, final ImageSlices source, final int slice) {
		if (content.mask.isEmpty())
			return pixels(content.rois.stream().filter(roi -> Overlays.isOn(roi, source, slice)).toList(), source.width(), source.height());
		final Mask mask = content.mask.get();
		if (mask.width() != source.width() || mask.height() != source.height())
			throw new AnomalyFlowException("The mask " + part.source.file().orElseThrow() + " of " + part.parameter + " has " + mask.width() +
				" x " + mask.height() + " px, the image " + source.name() + " " + source.width() + " x " + source.height() +
				" px; they must be equal. Make a mask of that size, or give a ROI file.");
		return PixelRuns.of(mask.anomalous(), mask.width(), mask.height());
	}

	private static PixelRuns pixels(final List<Roi> rois, final int width, final int height) {
		PixelRuns all = new PixelRuns.Builder(width, height).build();
		for (final Roi roi : rois)
			all = all.or(pixels(roi, width, height));
		return all;
	}

	/** The pixels of a ROI in an image. */
	static PixelRuns pixels(final Roi roi, final int width, final int height) {
		final Rectangle box = roi.getBounds();
		// none for a rectangle
		final ImageProcessor mask = roi.getMask();
		final PixelRuns.Builder pixels = new PixelRuns.Builder(width, height);
		final int left = Math.max(0, box.x);
		final int right = Math.min(width, box.x + box.width);
		for (int y = Math.max(0, box.y); y < Math.min(height, box.y + box.height); y++) {
			final int row = y - box.y;
			pixels.addRow(y, x -> x >= left && x < right && (mask == null || mask.get(x - box.x, row) != 0));
		}
		return pixels.build();
	}

	private static Content read(final String parameter, final Path file) {
		if (!Files.isRegularFile(file))
			throw new InvalidParameterException(parameter, file,
				"there is no such file; give a ROI file (.roi or .zip of ImageJ), a mask image, none or selection");
		try {
			return RoiFile.isOne(file)
				? new Content(RoiFile.areas(file), Optional.empty())
				: new Content(List.of(), Optional.of(Mask.read(file, MaskRule.BY_VALUE)));
		}
		catch (final IOException e) {
			throw new InvalidParameterException(parameter, file, "it cannot be read: " + Messages.reason(e));
		}
	}
}
