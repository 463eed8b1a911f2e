package org.anomalyflow.flow;

import java.util.Arrays;
import java.util.List;

import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.util.InvalidParameterException;

/**
 * How an affine coupling bounds its exponent by a hyperbolic tangent. A subnet's output a is multiplied by {@link #GAIN} first, for
 * a gentle start. The library FrEIA, on which several references are built, changed the formula in August 2023.
 */
public enum TanhClamp {

	/** clamp tanh(a), up to FrEIA 0.2 and in anomalib. */
	UNSCALED("tanh", false),
	/** clamp tanh(a / clamp), in later versions of FrEIA: for small a it does not depend on the clamp. */
	SCALED("scaled-tanh", true);

	/** By which a subnet's output is multiplied before anything else. */
	public static final double GAIN = 0.1;

	private final String label;
	private final boolean scaled;

	TanhClamp(final String label, final boolean scaled) {
		this.label = label;
		this.scaled = scaled;
	}

	/** The name in options and model files. */
	public String label() {
		return label;
	}

	/** All names. */
	public static List<String> labels() {
		return Arrays.stream(values()).map(TanhClamp::label).toList();
	}

	/**
	 * The formula of a name.
	 *
	 * @throws InvalidParameterException if there is none
	 */
	public static TanhClamp ofLabel(final String label) {
		return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("clamp", label, "use " + String.join(", ", labels())));
	}

	/**
	 * The source of the scripted method {@code exponent}, from a subnet's output to the exponent.
	 *
	 * @param clamp bound of the exponent, above 0
	 */
	public String source(final double clamp) {
		return ScriptedFunction.source(TanhClamp.class, "tanh_exponent").replace("{{inner}}", Double.toString(scaled ? GAIN / clamp : GAIN))
			.replace("{{clamp}}", Double.toString(clamp));
	}
}
