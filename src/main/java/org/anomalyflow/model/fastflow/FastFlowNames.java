package org.anomalyflow.model.fastflow;

import java.util.regex.Pattern;

/**
 * Names of tensors in other programs. gathierry's are this project's; anomalib calls the flows {@code fast_flow_blocks} and counts
 * paddings among the parts of a subnet, so that its convolutions have the numbers 1 and 4; AlessioGalluccio's program has one flow
 * {@code nf}.
 */
final class FastFlowNames {

	private static final Pattern FLOWS = Pattern.compile("fast_flow_blocks\\.");
	private static final Pattern ONE_FLOW = Pattern.compile("^nf\\.");
	private static final Pattern FIRST = Pattern.compile("subnet\\.1\\.");
	private static final Pattern SECOND = Pattern.compile("subnet\\.4\\.");

	private FastFlowNames() {}

	/** The name here of a tensor that another program has. */
	static String own(final String name) {
		final String flows = ONE_FLOW.matcher(FLOWS.matcher(name).replaceFirst("nf_flows.")).replaceFirst("nf_flows.0.");
		return SECOND.matcher(FIRST.matcher(flows).replaceFirst("subnet.0.")).replaceFirst("subnet.2.");
	}

	/** The name in anomalib of a tensor here. */
	static String inAnomalib(final String name) {
		return name.replace("nf_flows.", "fast_flow_blocks.").replace("subnet.2.", "subnet.4.").replace("subnet.0.", "subnet.1.");
	}
}
