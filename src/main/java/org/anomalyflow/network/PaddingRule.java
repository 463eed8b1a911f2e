package org.anomalyflow.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * How layers with a stride pad with zeros. The published EfficientNets share their tensors but not this rule:
 * <ul>
 * <li>{@code symmetric}: k / 2 on both sides (torchvision, timm's {@code efficientnet_*});</li>
 * <li>{@code same}: TensorFlow's, max((ceil(n / s) - 1) s + k - n, 0) in all for a side n, the greater half after
 * (timm's {@code tf_efficientnet_*});</li>
 * <li>{@code same_staticN}: the same worked out once for images of side N, whatever the real size (the
 * efficientnet_pytorch package, with 380 for B4 and 456 for B5).</li>
 * </ul>
 *
 * @param side the image side for which the padding is worked out; 0 for the real one, -1 for symmetric padding
 */
public record PaddingRule(int side) {

	/** k / 2 zeros on both sides. */
	public static final PaddingRule SYMMETRIC_RULE = new PaddingRule(-1);

	/** TensorFlow's, for the real side. */
	public static final PaddingRule SAME_RULE = new PaddingRule(0);

	private static final int SYMMETRIC = -1;
	private static final Pattern STATIC = Pattern.compile("same_static([1-9]\\d{1,3})");

	/**
	 * Reads a rule.
	 *
	 * @throws AnomalyFlowException if there is no such rule
	 */
	public static PaddingRule parse(final String rule) {
		final Matcher fixed = STATIC.matcher(rule);
		if (fixed.matches())
			return new PaddingRule(Integer.parseInt(fixed.group(1)));
		return switch (rule) {
			case "symmetric" -> new PaddingRule(SYMMETRIC);
			case "same" -> new PaddingRule(0);
			default ->
				throw new AnomalyFlowException("padding=" + rule + " is not allowed: use symmetric, same, same_static380 or same_static456");
		};
	}

	/** The rule for what follows a convolution of the given stride. */
	public PaddingRule after(final int stride) {
		return new PaddingRule(side > 0 ? (side + stride - 1) / stride : side);
	}

	/**
	 * The rule as the scripted functions take it.
	 *
	 * @param stride of the convolution; all rules agree where it is 1
	 */
	public int reference(final int stride) {
		return stride == 1 ? SYMMETRIC : side;
	}

	@Override
	public String toString() {
		return side == SYMMETRIC ? "symmetric" : side == 0 ? "same" : "same_static" + side;
	}
}
