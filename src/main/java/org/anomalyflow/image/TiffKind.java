package org.anomalyflow.image;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * How the samples of a TIFF page are to be understood. What cannot be read exactly is refused here, by its name, before a
 * decoder is asked.
 *
 * @param colour how samples make a picture
 * @param number what kind of number a sample is
 * @param bits bits per sample
 * @param channels samples that belong to the picture: 1 (gray, palette), 3 (RGB, YCbCr) or the number of gray channels
 * @param alpha index of the sample that says how opaque a pixel is; -1 for none
 */
record TiffKind(Colour colour, Number number, int bits, int channels, int alpha) {

	/** How samples make a picture. */
	enum Colour {
		GRAY, GRAY_WHITE_IS_ZERO, RGB, PALETTE, YCBCR
	}

	/** What kind of number a sample is. */
	enum Number {
		UNSIGNED, SIGNED, FLOAT
	}

	static final int NO_COMPRESSION = 1;
	static final int OLD_JPEG = 6;
	static final int JPEG = 7;

	private static final int SEPARATE = 2;

	private static final Set<Integer> COMPRESSIONS = Set.of(NO_COMPRESSION, 2, 3, 4, 5, OLD_JPEG, JPEG, 8, 32773, 32946);

	private static final Map<Integer, String> OTHER_COMPRESSIONS = Map.ofEntries(Map.entry(50000, "Zstandard"), Map.entry(50001, "WebP"),
		Map.entry(34925, "LZMA"), Map.entry(34887, "LERC"), Map.entry(34712, "JPEG 2000"), Map.entry(33003, "JPEG 2000"),
		Map.entry(33004, "JPEG 2000"), Map.entry(33005, "JPEG 2000"), Map.entry(50002, "JPEG XL"), Map.entry(52546, "JPEG XL"),
		Map.entry(34933, "PNG"), Map.entry(34934, "JPEG XR"), Map.entry(22610, "JPEG XR"), Map.entry(34892, "lossy DNG"),
		Map.entry(34676, "SGI LogLuv"), Map.entry(34677, "SGI LogLuv"), Map.entry(32809, "ThunderScan"), Map.entry(32766, "NeXT"),
		Map.entry(34661, "JBIG"), Map.entry(32771, "CCITT with word" + " alignment"), Map.entry(9, "JBIG"), Map.entry(10, "JBIG"));

	private static final Map<Integer, String> OTHER_COLOURS = Map.of(4, "a transparency mask", 8, "CIE L*a*b*", 9, "CIE L*a*b* (ICC)", 10,
		"CIE L*a*b* (ITU)", 32803, "the raw values of a colour filter array", 32844, "SGI LogL", 32845, "SGI LogLuv", 34892,
		"linear raw values of a camera");

	private static final Set<Integer> UNSIGNED_BITS = Set.of(1, 2, 4, 8, 10, 12, 14, 16, 32);
	private static final Set<Integer> SIGNED_BITS = Set.of(8, 16, 32);
	private static final Set<Integer> FLOAT_BITS = Set.of(16, 32, 64);
	private static final Set<Integer> ALPHA_KINDS = Set.of(1, 2);

	/** @throws IOException that names what cannot be read */
	static TiffKind of(final TiffDirectory page) throws IOException {
		if (page.hiddenPlanes() > 1)
			throw new IOException("it is a MetaMorph stack, whose " + page.hiddenPlanes() + " planes lie in one page; save it as an" +
				" ordinary TIFF, for example with Fiji");
		checkCompression(page.first(TiffDirectory.COMPRESSION, NO_COMPRESSION));
		final Colour colour = colour(page);
		final Number number = number(page);
		final int bits = page.bits();
		checkBits(colour, number, bits);
		final int own = colour == Colour.RGB || colour == Colour.YCBCR ? 3 : 1;
		if (page.samples() < own)
			throw new IOException("it has " + page.samples() + " samples per pixel, its kind of colours needs " + own);
		final int alpha = alpha(page, own);
		final boolean channelsOfGray = own == 1 && colour != Colour.PALETTE && alpha < 0;
		if (channelsOfGray && page.samples() > 1 && page.first(TiffDirectory.PLANES, 1) == SEPARATE)
			throw new IOException(
				"its " + page.samples() + " channels of gray lie in separate planes of one page; save each" + " channel as a page");
		// of both the decoder would give other numbers
		if (bits > Byte.SIZE && bits < Short.SIZE && page.hasCutTiles())
			throw new IOException("its " + bits +
				"-bit samples lie in tiles, the last of which are wider than the image; save it with 16 bits per sample, or without tiles");
		if (bits == Double.SIZE && !channelsOfGray && page.samples() > own)
			throw new IOException("it has transparency or other samples beside its colours, of 64-bit floating point numbers; save it without" +
				" them, or as 32-bit float");
		return new TiffKind(colour, number, bits, channelsOfGray ? page.samples() : own, alpha);
	}

	private static void checkCompression(final int compression) throws IOException {
		if (!COMPRESSIONS.contains(compression))
			throw new IOException(
				"its pixels are compressed with " + OTHER_COMPRESSIONS.getOrDefault(compression, "an unknown method (number " + compression + ")") +
					"; save it with LZW, Deflate or without compression");
	}

	private static Colour colour(final TiffDirectory page) throws IOException {
		final int colours = page.first(TiffDirectory.PHOTOMETRIC, page.samples() >= 3 ? 2 : 1);
		switch (colours) {
			case 0 :
				return Colour.GRAY_WHITE_IS_ZERO;
			case 1 :
				return Colour.GRAY;
			case 2 :
				return Colour.RGB;
			case 3 :
				return Colour.PALETTE;
			case 5 :
				throw new IOException("its colours are " + (page.samples() >= 4 ? "CMYK" : page.samples() + " printing inks") + "; save it as RGB");
			case 6 :
				return Colour.YCBCR;
			default :
				throw new IOException("its colours are " + OTHER_COLOURS.getOrDefault(colours, "of an unknown kind (number " + colours + ")") +
					"; save it as gray or RGB");
		}
	}

	private static Number number(final TiffDirectory page) throws IOException {
		switch (page.sampleFormat()) {
			case 1 :
			case 4 :
				return Number.UNSIGNED;
			case 2 :
				return Number.SIGNED;
			case 3 :
				return Number.FLOAT;
			case 5 :
			case 6 :
				throw new IOException("its pixels are complex numbers; save their magnitude as 32-bit float");
			default :
				throw new IOException("its samples are of different or unknown kinds of numbers; save it as 8-bit, 16-bit or" + " 32-bit float");
		}
	}

	private static void checkBits(final Colour colour, final Number number, final int bits) throws IOException {
		if (bits < 0)
			throw new IOException("its samples have different numbers of bits; save it with 8 or 16 bits per sample");
		final Set<Integer> allowed = number == Number.FLOAT ? FLOAT_BITS : number == Number.SIGNED ? SIGNED_BITS : UNSIGNED_BITS;
		final boolean fits = switch (colour) {
			case GRAY, GRAY_WHITE_IS_ZERO -> allowed.contains(bits);
			case RGB -> allowed.contains(bits) && bits >= 8;
			case PALETTE -> allowed.contains(bits) && bits <= 8 && number == Number.UNSIGNED;
			case YCBCR -> bits == 8 && number == Number.UNSIGNED;
		};
		if (!fits)
			throw new IOException("its samples are " + bits + "-bit " +
				(number == Number.FLOAT ? "floating point numbers" : number == Number.SIGNED ? "signed integers" : "integers") +
				(colour == Colour.PALETTE
					? " of a palette"
					: colour == Colour.YCBCR ? " of YCbCr colours" : colour == Colour.RGB ? " of RGB colours" : "") +
				"; save it as 8-bit, 16-bit or 32-bit float");
	}

	private static int alpha(final TiffDirectory page, final int own) {
		final long[] extra = page.all(TiffDirectory.EXTRA_SAMPLES);
		for (int i = 0; i < Math.min(extra.length, page.samples() - own); i++)
			if (ALPHA_KINDS.contains((int) extra[i]))
				return own + i;
		return -1;
	}

	/** What is added to signed values so that they are not negative, as ImageJ does; 0 for others. */
	int offset() {
		return number == Number.SIGNED && bits < 32 ? 1 << bits - 1 : 0;
	}
}
