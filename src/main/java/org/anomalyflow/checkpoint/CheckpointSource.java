package org.anomalyflow.checkpoint;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.anomalyflow.util.InvalidParameterException;

/** The programs whose checkpoints can be imported; each names its tensors in its own way. */
public enum CheckpointSource {

	/** The code of CS-Flow's authors. */
	CS_FLOW("cs-flow", ".*\\bmodule_list\\.\\d+\\.s[12]\\..+"),
	/** CS-Flow in anomalib. */
	ANOMALIB("anomalib", ".*\\bmodule_list\\.\\d+\\.cross_convolution[12]\\..+"),
	/** The code of DANFlow's authors. */
	DANFLOW("danflow", ".*\\bnf_flows\\.\\d+\\..+");

	/** The value of the parameter that leaves the choice to the file. */
	public static final String AUTO = "auto";

	private final String id;
	private final Pattern telling;

	CheckpointSource(final String id, final String telling) {
		this.id = id;
		this.telling = Pattern.compile(telling);
	}

	/** The name in the parameter {@code source} and in model files. */
	public String id() {
		return id;
	}

	/**
	 * Reads the parameter {@code source}.
	 *
	 * @return empty for {@link #AUTO}
	 * @throws InvalidParameterException for anything else that is no name
	 */
	static Optional<CheckpointSource> parse(final String value) {
		if (AUTO.equals(value))
			return Optional.empty();
		return Optional.of(Arrays.stream(values()).filter(source -> source.id.equals(value)).findFirst().orElseThrow(
			() -> new InvalidParameterException("source", value, "use " + AUTO + ", " + Arrays.stream(values()).map(
				CheckpointSource::id).collect(Collectors.joining(", ")))));
	}

	/** Whose names these are, if any of them tells. */
	static Optional<CheckpointSource> recognise(final Collection<String> names) {
		return Arrays.stream(values()).filter(source -> names.stream().anyMatch(name -> source.telling.matcher(name)
			.matches())).findFirst();
	}
}
