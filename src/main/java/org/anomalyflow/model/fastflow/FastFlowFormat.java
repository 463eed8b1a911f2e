package org.anomalyflow.model.fastflow;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.MapFusion;

/** FastFlow in the programs that train it. The score is the greatest value of the heatmap, as anomalib has it. */
enum FastFlowFormat implements CheckpointFormat {
	/** gathierry/FastFlow. */
	FASTFLOW("fastflow", ".*\\bnf_flows\\.\\d+\\.module_list\\.\\d+\\.subnet\\.[02]\\..+", UnaryOperator.identity()),
	/** anomalib. */
	ANOMALIB(CheckpointFormat.ANOMALIB, ".*\\bfast_flow_blocks\\.\\d+\\.module_list\\.\\d+\\..+", FastFlowNames::inAnomalib);

	private final String program;
	private final Pattern telling;
	private final UnaryOperator<String> names;

	FastFlowFormat(final String program, final String telling, final UnaryOperator<String> names) {
		this.program = program;
		this.telling = Pattern.compile(telling);
		this.names = names;
	}

	@Override
	public String program() {
		return program;
	}

	@Override
	public boolean tells(final String tensor) {
		return telling.matcher(tensor).matches();
	}

	/** The program's name of a tensor here. */
	String name(final String own) {
		return names.apply(own);
	}

	@Override
	public CheckpointContent read(final CheckpointFile file) {
		return FastFlowReader.read(file, this);
	}

	@Override
	public MapFusion fusion() {
		return MapFusion.MEAN;
	}
}
