package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Optional;

import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Evaluate;
import org.anomalyflow.dataset.Mask;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.threshold.Decision;
import org.anomalyflow.threshold.Verdict;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

class ProtocolTest {

	private static final int SIDE = 2;

	/** A 4 x 4 image of heat 7, whose heatmap of any other size has the heat 1, 2, 3, ... */
	private static final SliceDetection DETECTION = new SliceDetection(1, 4, 4,
		new ImagePrediction(0, ScorePlane.of(filled(16, 7), 4, 4), (width, height) -> counting(width * height), 0),
		new Verdict(Decision.PASS, ""), OptionalDouble.empty(), PixelRuns.of(new boolean[16], 4, 4), List.of(), 0);

	private static float[] filled(final int count, final float value) {
		final float[] values = new float[count];
		java.util.Arrays.fill(values, value);
		return values;
	}

	private static float[] counting(final int count) {
		final float[] values = new float[count];
		for (int i = 0; i < count; i++)
			values[i] = i + 1;
		return values;
	}

	/** A mask from rows of {@code #} and {@code .}. */
	private static Mask mask(final String... rows) {
		final boolean[] pixels = new boolean[rows.length * rows[0].length()];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#';
		return new Mask(rows[0].length(), rows.length, pixels);
	}

	private static boolean[] truth(final Protocol protocol, final String... rows) {
		return protocol.pixels(DETECTION, Optional.of(mask(rows)), SIDE).truth();
	}

	@Test
	void theOriginalProtocolNeverTouchesAMask() {
		final Protocol.Pixels pixels = Protocol.ORIGINAL.pixels(DETECTION, Optional.of(mask("#...", "....", "....", "...#")), SIDE);
		assertArrayEquals(mask("#...", "....", "....", "...#").anomalous(), pixels.truth());
		assertArrayEquals(filled(16, 7), pixels.map());
		final Protocol.Pixels larger = Protocol.ORIGINAL.pixels(DETECTION, Optional.of(mask("#####", ".....")), SIDE);
		assertEquals(5, larger.width());
		assertEquals(2, larger.height());
		assertArrayEquals(filled(10, 7), larger.map());
	}

	@Test
	void anomalibTakesTheNearestPixel() {
		// 4 to 2: rows and columns 0 and 2
		assertArrayEquals(mask("#.", ".#").anomalous(), truth(Protocol.CSFLOW_ANOMALIB, "#...", "....", "..#.", "...."));
		assertArrayEquals(mask("..", "..").anomalous(), truth(Protocol.CSFLOW_ANOMALIB, ".#.#", "####", ".#.#", "####"));
	}

	@Test
	void danFlowKeepsOnlyWhatIsWhiteAllOver() {
		// 4 to 2 with antialias: output 0 weighs the inputs 0, 1, 2 by 3 : 3 : 1, output 1 the inputs 1, 2, 3 by 1 : 3 : 3
		assertArrayEquals(mask("#.", "#.").anomalous(), truth(Protocol.DANFLOW, "###.", "###.", "###.", "###."));
		assertArrayEquals(mask("..", "..").anomalous(), truth(Protocol.DANFLOW, "##..", "##..", "....", "...."),
			"a small defect vanishes though half of the row is white");
		assertArrayEquals(mask("#.", "..").anomalous(), truth(Protocol.DANFLOW, "####", "####", "###.", "##.."));
		assertArrayEquals(mask("##", "##").anomalous(), truth(Protocol.DANFLOW, "####", "####", "####", "####"));
	}

	@Test
	void mapsOfTheNamedProtocolsAreTakenAtTheInputSize() {
		for (final Protocol protocol : List.of(Protocol.CSFLOW_ANOMALIB, Protocol.DANFLOW)) {
			final Protocol.Pixels good = protocol.pixels(DETECTION, Optional.empty(), SIDE);
			assertNull(good.truth());
			assertArrayEquals(counting(SIDE * SIDE), good.map());
			assertEquals(SIDE, good.width());
			assertEquals(SIDE, good.height());
		}
	}

	@Test
	void namesAreTheChoicesOfTheCommandAndLabelTables() {
		assertEquals(java.util.Arrays.stream(Protocol.values()).map(Protocol::label).toList(),
			CommandInputs.of(Evaluate.class).find("protocol").orElseThrow().choices());
		assertEquals("bottle", Protocol.of("original").labelled("bottle"));
		assertEquals("bottle [danflow]", Protocol.of("danflow").labelled("bottle"));
		final String message = assertThrows(InvalidParameterException.class, () -> Protocol.of("mvtec")).getMessage();
		assertTrue(message.contains("protocol=mvtec") && message.contains("csflow-anomalib"), message);
	}
}
