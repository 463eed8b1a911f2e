package org.anomalyflow.training;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import org.anomalyflow.image.Isometry;
import org.anomalyflow.util.InvalidParameterException;

/**
 * How training images are varied, as the parameter {@code augmentation} chooses it. Probabilities and ranges are those of
 * DANFlow's reference for the textures of MVTec AD; see docs/training.md.
 *
 * @param kinds what may happen to an image; empty for nothing
 */
public record Augmentation(Set<Kind> kinds) {

	/** One kind of motion; an image is moved in this order. */
	public enum Kind {
		/** Left and right exchanged or not, top and bottom exchanged or not, each with probability 1/2. */
		FLIPS,
		/** With probability 1/2, along each axis by up to {@link #LARGEST_SHIFT} of the side, in whole pixels. */
		SHIFTS,
		/** With probability 1/2, by up to {@link #LARGEST_ANGLE} degrees either way. */
		ROTATIONS
	}

	/** No augmentation. */
	public static final Augmentation NONE = new Augmentation(Set.of());

	static final double LARGEST_SHIFT = 0.05;
	static final double LARGEST_ANGLE = 90;

	private static final String PARAMETER = "augmentation";
	private static final String NOTHING = "none";
	private static final String ALLOWED = "use none, or one or more of flips, shifts, rotations, each once, joined by +, for example flips+rotations";

	public Augmentation {
		kinds = Set.copyOf(kinds);
	}

	/**
	 * Reads the parameter {@code augmentation}.
	 *
	 * @param value none, or names joined by +
	 * @throws InvalidParameterException for an unknown or repeated name, or none beside another
	 */
	public static Augmentation parse(final String value) {
		if (NOTHING.equalsIgnoreCase(value.trim()))
			return NONE;
		final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		for (final String name : value.split("\\+", -1))
			if (!kinds.add(kind(name.trim(), value)))
				throw new InvalidParameterException(PARAMETER, value, ALLOWED);
		return new Augmentation(kinds);
	}

	private static Kind kind(final String name, final String value) {
		try {
			return Kind.valueOf(name.toUpperCase(Locale.ROOT));
		}
		catch (final IllegalArgumentException e) {
			throw new InvalidParameterException(PARAMETER, value, ALLOWED);
		}
	}

	/**
	 * A random motion.
	 *
	 * @param random where the random numbers come from
	 * @param side side of the square image, in pixels
	 */
	Isometry draw(final SplittableRandom random, final int side) {
		final boolean flips = kinds.contains(Kind.FLIPS);
		final boolean mirroredX = flips && random.nextBoolean();
		final boolean mirroredY = flips && random.nextBoolean();
		final boolean shifted = kinds.contains(Kind.SHIFTS) && random.nextBoolean();
		final int shiftX = shifted ? shift(random, side) : 0;
		final int shiftY = shifted ? shift(random, side) : 0;
		final boolean turned = kinds.contains(Kind.ROTATIONS) && random.nextBoolean();
		return new Isometry(mirroredX, mirroredY, shiftX, shiftY, turned ? random.nextDouble(-LARGEST_ANGLE, LARGEST_ANGLE) : 0);
	}

	private static int shift(final SplittableRandom random, final int side) {
		return (int) Math.rint(random.nextDouble(-LARGEST_SHIFT, LARGEST_SHIFT) * side);
	}

	/** As the parameter has it, in the order of {@link Kind}. */
	@Override
	public String toString() {
		return kinds.isEmpty()
			? NOTHING
			: kinds.stream().sorted().map(kind -> kind.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining("+"));
	}
}
