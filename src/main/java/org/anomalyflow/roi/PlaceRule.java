package org.anomalyflow.roi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ij.gui.Roi;
import ij.io.RoiEncoder;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.metric.ComponentLevels;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;

/**
 * Which marked regions are accepted at one place of an image.
 *
 * @param name of the place, for messages
 * @param minArea regions with fewer pixels are accepted; 0 accepts none for its size
 * @param maxRegions so many larger ones are, in an image whose score passes
 * @param area the place, in pixels of the image; one with a position holds on its slice only
 */
public record PlaceRule(String name, int minArea, int maxRegions, Roi area) {

	private static final String MIN_AREA = "min_area";
	private static final String MAX_REGIONS = "max_regions";
	private static final Pattern SETTING = Pattern.compile("(" + MIN_AREA + "|" + MAX_REGIONS + ")=(\\S*)");

	/**
	 * The rules of a file of ROIs. Each ROI says {@code min_area=NUMBER}, {@code max_regions=NUMBER} or both, in its name or as
	 * its properties.
	 *
	 * @param parameter what the user calls the file
	 * @throws InvalidParameterException if the file cannot be read, or a ROI has no rule or a wrong one
	 */
	public static List<PlaceRule> read(final String parameter, final Path file) {
		try {
			if (!RoiFile.isOne(file))
				throw new IOException("it is no ROI file (.roi or .zip of ImageJ)");
			final List<PlaceRule> rules = new ArrayList<>();
			for (final Roi roi : RoiFile.areas(file))
				rules.add(of(roi, "place " + (rules.size() + 1)));
			return rules;
		}
		catch (final IOException e) {
			throw new InvalidParameterException(parameter, file, Messages.reason(e) +
				". Give a file of ROIs, each with min_area=NUMBER, max_regions=NUMBER or both in its name, or none for no such rules");
		}
	}

	private static PlaceRule of(final Roi roi, final String unnamed) throws IOException {
		final String text = roi.getName() == null ? "" : roi.getName();
		final String name = SETTING.matcher(text).replaceAll("").trim();
		final String shown = name.isEmpty() ? unnamed : name;
		final Optional<Integer> minArea = setting(roi, text, MIN_AREA, shown);
		final Optional<Integer> maxRegions = setting(roi, text, MAX_REGIONS, shown);
		if (minArea.isEmpty() && maxRegions.isEmpty())
			throw new IOException("the ROI " + shown + " says neither min_area nor max_regions");
		return new PlaceRule(shown, minArea.orElse(0), maxRegions.orElse(0), roi);
	}

	private static Optional<Integer> setting(final Roi roi, final String text, final String key, final String shown) throws IOException {
		String value = roi.getProperty(key);
		final Matcher matcher = SETTING.matcher(text);
		while (matcher.find())
			if (matcher.group(1).equals(key))
				value = matcher.group(2);
		if (value == null)
			return Optional.empty();
		try {
			final int number = Integer.parseInt(value.trim());
			if (number >= 0)
				return Optional.of(number);
		}
		catch (final NumberFormatException e) {
			// told below
		}
		throw new IOException("the ROI " + shown + " has " + key + "=" + value + ", which must be 0 or a whole number above");
	}

	/**
	 * The places that hold on a slice, with the sizes of regions that are not accepted there.
	 *
	 * @param rules may be empty
	 * @param source the image
	 * @param slice 1-based number of the slice
	 */
	public static List<ComponentLevels.Place> on(final List<PlaceRule> rules, final ImageSlices source, final int slice) {
		return rules.stream().filter(rule -> Overlays.isOn(rule.area, source, slice))
			.map(rule -> new ComponentLevels.Place(Areas.pixels(rule.area, source.width(), source.height()), rule.minArea)).toList();
	}

	/** The place as text, from which {@link #decode} makes it again. */
	public String encoded() {
		return Base64.getEncoder().encodeToString(RoiEncoder.saveAsByteArray(area));
	}

	/**
	 * A rule whose place was {@link #encoded()}.
	 *
	 * @throws IOException if the text is no ROI that is an area
	 */
	public static PlaceRule decode(final String name, final int minArea, final int maxRegions, final String encoded) throws IOException {
		final byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(encoded);
		}
		catch (final IllegalArgumentException e) {
			throw new IOException("the place " + name + " is no ROI", e);
		}
		final Roi roi = RoiFile.decode(bytes, name);
		if (!roi.isArea())
			throw new IOException("the place " + name + " is no area");
		return new PlaceRule(name, minArea, maxRegions, roi);
	}
}
