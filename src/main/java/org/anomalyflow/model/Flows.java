package org.anomalyflow.model;

import java.util.List;

import org.anomalyflow.model.csflow.CsFlowFactory;
import org.anomalyflow.model.danflow.DanFlowFactory;
import org.anomalyflow.util.InvalidParameterException;

/** The kinds of detectors there are. */
public final class Flows {

	private static final List<FlowFactory> FACTORIES = List.of(new CsFlowFactory(), new DanFlowFactory());

	private Flows() {}

	/** The names of all kinds. */
	public static List<String> names() {
		return FACTORIES.stream().map(FlowFactory::name).toList();
	}

	/**
	 * The kind of a name.
	 *
	 * @throws InvalidParameterException if there is none
	 */
	public static FlowFactory of(final String model) {
		return FACTORIES.stream().filter(factory -> factory.name().equals(model)).findFirst().orElseThrow(
			() -> new InvalidParameterException("model", model, "use " + String.join(" or ", names())));
	}
}
