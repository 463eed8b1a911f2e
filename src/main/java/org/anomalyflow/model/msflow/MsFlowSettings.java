package org.anomalyflow.model.msflow;

import java.util.Arrays;
import java.util.List;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;

/**
 * The shape of an MSFlow network, and how its latents are read.
 *
 * @param maps shapes of the feature maps before pooling, [C, H, W], C even
 * @param pool what is done with the maps before the flows
 * @param steps flow steps of each map's flow
 * @param conditions numbers that tell each map's flow where a cell is, multiples of 4
 * @param clamp how the exponents of the steps are bounded
 * @param bound of the exponents
 * @param rule how latents make an anomaly map
 * @param height of the network's input, in pixels
 * @param width of the network's input, in pixels
 */
public record MsFlowSettings(List<Shape> maps, Pool pool, List<Integer> steps, List<Integer> conditions, TanhClamp clamp, double bound,
	Rule rule, int height, int width)
{

	/** Most flow steps of each map's flow. */
	static final int MOST_STEPS = 64;
	/** Most numbers of a condition. */
	static final int MOST_CONDITION = 1024;
	/** Largest bound of the exponents. */
	static final double MOST_BOUND = 100;
	/** The authors' bound of the exponents. */
	static final double USUAL_BOUND = 1.9;

	/** What is done with feature maps before the flows. */
	public enum Pool {
		/** The mean of 3 x 3 cells, zeros beyond the border included, at every second cell. */
		AVERAGE("avg", "torch.avg_pool2d(x, [3, 3], [2, 2], [1, 1], False, True)"),
		/** The greatest of 3 x 3 cells, at every second cell. */
		MAXIMUM("max", "torch.max_pool2d(x, [3, 3], [2, 2], [1, 1], [1, 1], False)"),
		/** Nothing. */
		NONE("none", "x");

		private final String label;
		private final String source;

		Pool(final String label, final String source) {
			this.label = label;
			this.source = source;
		}

		/** The name in options and model files. */
		public String label() {
			return label;
		}

		/** The expression of a scripted function of the map x. */
		String source() {
			return source;
		}

		/** Cells from one pooled cell to the next. */
		int step() {
			return this == NONE ? 1 : 2;
		}

		/** Cells of a pooled side. */
		int pooled(final long side) {
			return (int) (this == NONE ? side : (side + 1) / 2);
		}

		/** The pooling of a name. */
		static Pool ofLabel(final String label) {
			return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst()
				.orElseThrow(() -> new InvalidParameterException("pool", label, "use avg, max or none"));
		}
	}

	/** How latents make an anomaly map. */
	public enum Rule {
		/** The mean of the scales' energies, 0.5 mean over the channels of z<sup>2</sup>: it depends on nothing else. */
		RAW("raw"),
		/** The reference's product of likelihoods, relative to the image's own best pixel. */
		MUL("mul"),
		/** The reference's sum of likelihoods, each relative to the image's own best cell. */
		ADD("add");

		private final String label;

		Rule(final String label) {
			this.label = label;
		}

		/** The name in options and model files. */
		public String label() {
			return label;
		}

		/** The rule of a name. */
		static Rule ofLabel(final String label) {
			return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst()
				.orElseThrow(() -> new InvalidParameterException("rule", label, "use raw, mul or add"));
		}
	}

	public MsFlowSettings {
		maps = List.copyOf(maps);
		steps = List.copyOf(steps);
		conditions = List.copyOf(conditions);
		if (maps.isEmpty() || steps.size() != maps.size() || conditions.size() != maps.size() ||
			maps.stream().anyMatch(map -> map.get(0) < 2 || map.get(0) % 2 != 0) ||
			steps.stream().anyMatch(count -> count < 1 || count > MOST_STEPS) ||
			conditions.stream().anyMatch(count -> count < 4 || count > MOST_CONDITION || count % 4 != 0) || !(bound > 0 && bound <= MOST_BOUND) ||
			height < 1 || width < 1)
			throw new AnomalyFlowException("MSFlow needs maps of an even number of channels, for each 1 to " + MOST_STEPS +
				" steps and a condition of 4, 8, ... up to " + MOST_CONDITION + " numbers, a bound above 0 and up to " + MOST_BOUND +
				"; found maps " + maps + ", steps " + steps + ", conditions " + conditions + " and the bound " + bound);
	}

	/** Channels of each map. */
	List<Integer> channels() {
		return maps.stream().map(map -> (int) map.get(0)).toList();
	}

	/** Shape of a map after pooling, [C, h, w]. */
	Shape pooled(final int map) {
		final Shape shape = maps.get(map);
		return new Shape(shape.get(0), pool.pooled(shape.get(1)), pool.pooled(shape.get(2)));
	}
}
