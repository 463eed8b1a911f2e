package org.anomalyflow.backbone;

import java.util.Map;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.weights.HostTensor;

/** Makes backbones by name. */
public final class Backbones {

	private Backbones() {}

	/**
	 * A backbone from its tensors.
	 *
	 * @param context where to compute
	 * @param name its name
	 * @param tensors its weights; empty for {@code filter-bank}
	 * @param variant its {@link Backbone#variant()}
	 */
	public static Backbone create(final ComputeContext context, final String name,
		final Map<String, HostTensor> tensors, final String variant)
	{
		return switch (name) {
			case FilterBank.NAME -> new FilterBank(context, variant);
			default -> throw new InvalidParameterException("backbone", name, "use auto or " + FilterBank.NAME);
		};
	}
}
