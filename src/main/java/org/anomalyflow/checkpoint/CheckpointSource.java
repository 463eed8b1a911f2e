package org.anomalyflow.checkpoint;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.anomalyflow.util.InvalidParameterException;

/** The checkpoints that can be imported: which program's, and of which kind of detector; each names its tensors in its own way. */
public enum CheckpointSource {

	/** The code of CS-Flow's authors. */
	CS_FLOW("cs-flow", ".*\\bmodule_list\\.\\d+\\.s[12]\\..+"),
	/** CS-Flow in anomalib. */
	ANOMALIB("anomalib", ".*\\bmodule_list\\.\\d+\\.cross_convolution[12]\\..+"),
	/** The code of DANFlow's authors. */
	DANFLOW("danflow", ".*\\bnf_flows\\.\\d+\\..+"),
	/** PatchCore in anomalib. */
	ANOMALIB_PATCHCORE("anomalib", "(.*\\.)?memory_bank"),
	/** PaDiM in anomalib. */
	ANOMALIB_PADIM("anomalib", "(.*\\.)?gaussian\\.inv_covariance"),
	/** An export from here of a kind of detector that no other program has; only the description beside it tells. */
	OWN("anomaly-flow", "(?!)");

	/** The value of the parameter that leaves the choice to the file. */
	public static final String AUTO = "auto";

	private final String id;
	private final Pattern telling;

	CheckpointSource(final String id, final String telling) {
		this.id = id;
		this.telling = Pattern.compile(telling);
	}

	/** The program's name in the parameter {@code source} and in model files. */
	public String id() {
		return id;
	}

	/** The names of all programs. */
	public static List<String> ids() {
		return Arrays.stream(values()).map(CheckpointSource::id).distinct().toList();
	}

	/** Whether anomalib wrote it. */
	boolean isAnomalib() {
		return ANOMALIB.id.equals(id);
	}

	/** Reads the detector of such a checkpoint. */
	CheckpointFlow read(final CheckpointFile file) {
		return switch (this) {
			case OWN -> OwnReader.read(file);
			case CS_FLOW, ANOMALIB -> CsFlowReader.read(file, this);
			case DANFLOW -> DanFlowReader.read(file);
			case ANOMALIB_PATCHCORE -> AnomalibMemoryReader.patchCore(file);
			case ANOMALIB_PADIM -> AnomalibMemoryReader.padim(file);
		};
	}

	/**
	 * Reads the parameter {@code source}.
	 *
	 * @return the program's name; empty for {@link #AUTO}
	 * @throws InvalidParameterException for anything else that is no name
	 */
	static Optional<String> parse(final String value) {
		if (AUTO.equals(value))
			return Optional.empty();
		if (!ids().contains(value))
			throw new InvalidParameterException("source", value, "use " + AUTO + ", " + String.join(", ", ids()));
		return Optional.of(value);
	}

	/** Whose names these are, if any of them tells. */
	static Optional<CheckpointSource> recognise(final Collection<String> names) {
		return Arrays.stream(values()).filter(source -> names.stream().anyMatch(name -> source.telling.matcher(name)
			.matches())).findFirst();
	}
}
