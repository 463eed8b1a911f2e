package org.anomalyflow.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The units of length that images are calibrated in, as ImageJ's users spell them and as file formats do. */
enum LengthUnit {

	METER("m", "meter", 1, "m", "meter", "metre"), CENTIMETER("cm", "centimeter", 1e-2, "cm", "centimeter", "centimetre"), MILLIMETER("mm",
		"millimeter", 1e-3, "mm", "millimeter", "millimetre"), MICROMETER("\u00b5m", "micrometer", 1e-6, "\u00b5m", "\u03bcm", "um", "\u00b5",
			"micron", "micrometer", "micrometre"), NANOMETER("nm", "nanometer", 1e-9, "nm", "nanometer", "nanometre"), PICOMETER("pm",
				"picometer", 1e-12, "pm", "picometer", "picometre"), ANGSTROM("\u00c5", "angstrom", 1e-10, "\u00c5", "\u212b", "a",
					"angstrom"), KILOMETER("km", "kilometer", 1e3, "km", "kilometer", "kilometre"), INCH("in", "inch", 0.0254, "in", "inch", "inche",
						"\""), FOOT("ft", "foot", 0.3048, "ft", "foot", "feet"), MILE("mi", "mile", 1609.344, "mi", "mile");

	private final String symbol;
	private final String word;
	private final double meters;
	private final List<String> spellings;

	/**
	 * @param symbol in OME-XML
	 * @param word in OME-Zarr
	 * @param meters its length
	 * @param spellings in lower case, without the s of several
	 */
	LengthUnit(final String symbol, final String word, final double meters, final String... spellings) {
		this.symbol = symbol;
		this.word = word;
		this.meters = meters;
		this.spellings = List.of(spellings);
	}

	/** The unit that is spelt so, in any case, one or several; empty for {@code pixel} and all that is no length. */
	static Optional<LengthUnit> of(final String text) {
		final String one = text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
		final String stem = one.length() > 2 && one.endsWith("s") ? one.substring(0, one.length() - 1) : one;
		return Arrays.stream(values()).filter(unit -> unit.spellings.contains(one) || unit.spellings.contains(stem)).findFirst();
	}

	/** The name in OME-XML's {@code UnitsLength}. */
	String symbol() {
		return symbol;
	}

	/** The name in OME-Zarr, which is that of UDUNITS-2. */
	String word() {
		return word;
	}

	/** As ImageJ's users write it. */
	String spelling() {
		return spellings.get(0);
	}

	/** Its length in metres. */
	double meters() {
		return meters;
	}
}
