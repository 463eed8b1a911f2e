package org.anomalyflow.inference.tile;

import java.util.OptionalInt;

import org.anomalyflow.util.InvalidParameterException;

/**
 * What the parameter {@code tile} says: {@code none}, {@code auto} or a number of pixels.
 *
 * @param auto whether the tile follows from the images
 * @param side side of the square tile in pixels; empty if none is given
 */
public record TileRule(boolean auto, OptionalInt side) {

	/** Nothing is cut unless the model was trained on tiles. */
	public static final TileRule NONE = new TileRule(false, OptionalInt.empty());

	/** The name of {@link #NONE}. */
	public static final String DEFAULT = "none";

	/** Tiles of the size of the training images, where images are larger. */
	public static final String AUTO = "auto";

	/**
	 * Reads the parameter.
	 *
	 * @throws InvalidParameterException if it is something else
	 */
	public static TileRule parse(final String value) {
		final String text = value.trim();
		if (text.isEmpty() || DEFAULT.equalsIgnoreCase(text))
			return NONE;
		if (AUTO.equalsIgnoreCase(text))
			return new TileRule(true, OptionalInt.empty());
		try {
			final int side = Integer.parseInt(text);
			if (side >= TileSize.SMALLEST)
				return new TileRule(false, OptionalInt.of(side));
		}
		catch (final NumberFormatException e) {
			// reported below
		}
		throw new InvalidParameterException("tile", value,
			"none, auto, or the side of a tile in pixels of the image, at least " + TileSize.SMALLEST);
	}

	@Override
	public String toString() {
		return auto ? AUTO : side.isPresent() ? String.valueOf(side.getAsInt()) : DEFAULT;
	}
}
