package org.anomalyflow.sample;

import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code print}: a populated printed circuit board of fixed layout. From image to image the board's place and angle, each
 * component's place, the solder's gloss and the board's shade vary a little.
 */
final class PrintMotif implements Motif {

	private static final double[] BARE_COPPER = { 0.86, 0.66, 0.42 };
	private static final double[] SOLDER = { 0.62, 0.63, 0.65 };
	private static final Defects.Area AREA = new Defects.Area(36, 36, SampleData.SIZE - 36, SampleData.SIZE - 36);

	@Override
	public String name() {
		return "print";
	}

	@Override
	public List<String> defects() {
		return List.of("missing", "scratch", "spot");
	}

	@Override
	public Surface good(final long seed) {
		return new CircuitBoard(seed, CircuitBoard.COMPLETE);
	}

	@Override
	public Surface defective(final String defect, final long seed) {
		final SplittableRandom random = new SplittableRandom(Noise.mix(seed, "defect"));
		return switch (defect) {
			case "missing" -> new CircuitBoard(seed, random.nextInt(CircuitBoard.REMOVABLE));
			case "scratch" -> good(seed).under(Defects.scratch(random, AREA, BARE_COPPER, 34, 1.6));
			case "spot" -> good(seed).under(Defects.spot(random, AREA, SOLDER, 3, 0.5));
			default -> throw new IllegalArgumentException("print has no defect '" + defect + "', only " + defects());
		};
	}
}
