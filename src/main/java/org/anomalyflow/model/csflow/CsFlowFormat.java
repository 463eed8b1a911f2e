package org.anomalyflow.model.csflow;

import java.util.regex.Pattern;

import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.pretrained.WeightsOrigin;
import org.anomalyflow.pretrained.WeightsRecognition;

/** CS-Flow in the programs that train it. */
enum CsFlowFormat implements CheckpointFormat {
	/** The code of the authors. */
	CS_FLOW("cs-flow", ".*\\bmodule_list\\.\\d+\\.s[12]\\..+", MapFusion.FINEST, WeightsOrigin.LUKEMELAS),
	/** anomalib. */
	ANOMALIB(CheckpointFormat.ANOMALIB, ".*\\bmodule_list\\.\\d+\\.cross_convolution[12]\\..+", MapFusion.PRODUCT, WeightsOrigin.TORCHVISION);

	private final String program;
	private final Pattern telling;
	private final MapFusion fusion;
	private final WeightsOrigin origin;

	CsFlowFormat(final String program, final String telling, final MapFusion fusion, final WeightsOrigin origin) {
		this.program = program;
		this.telling = Pattern.compile(telling);
		this.fusion = fusion;
		this.origin = origin;
	}

	@Override
	public String program() {
		return program;
	}

	@Override
	public boolean tells(final String tensor) {
		return telling.matcher(tensor).matches();
	}

	@Override
	public CheckpointContent read(final CheckpointFile file) {
		return CsFlowReader.read(file, this);
	}

	@Override
	public MapFusion fusion() {
		return fusion;
	}

	/** The same numbers of EfficientNet-B5 come in two paddings. */
	@Override
	public WeightsRecognition asUsed(final WeightsRecognition known) {
		return known.isLukemelas() ? new WeightsRecognition(known.architecture(), known.scheme(), origin) : known;
	}
}
