package org.anomalyflow.model.danflow;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.HighestCells;
import org.anomalyflow.model.MapFusion;

/** DANFlow as its authors' code stores it, which has no score of a whole image. */
final class DanFlowFormat implements CheckpointFormat {

	/** Its depthwise subnets tell it from flows with plain convolutions. */
	private static final Pattern TELLING = Pattern
		.compile(".*\\bnf_flows\\.\\d+\\.module_list\\.\\d+\\.subnet(_[12])?\\.(pw|dw|pw_linear)\\..+");

	@Override
	public String program() {
		return "danflow";
	}

	@Override
	public boolean tells(final String tensor) {
		return TELLING.matcher(tensor).matches();
	}

	@Override
	public CheckpointContent read(final CheckpointFile file) {
		return DanFlowReader.read(file);
	}

	@Override
	public MapFusion fusion() {
		return MapFusion.MEAN;
	}

	@Override
	public OptionalDouble topShare() {
		return OptionalDouble.of(HighestCells.SHARE);
	}
}
