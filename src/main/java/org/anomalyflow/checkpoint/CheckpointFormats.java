package org.anomalyflow.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.util.InvalidParameterException;

/** The forms of checkpoints that the kinds of detectors read, and the names of the programs that write them. */
public final class CheckpointFormats {

	/** The value of the parameter that leaves the choice to the file. */
	public static final String AUTO = "auto";

	private CheckpointFormats() {}

	/** The names of all programs, this one last. */
	public static List<String> programs() {
		return Stream.concat(Detectors.all().stream().flatMap(factory -> factory.checkpointFormats().stream()).map(CheckpointFormat::program),
			Stream.of(OwnFormat.PROGRAM)).distinct().toList();
	}

	/** Programs with the kinds that they store, for messages. */
	static String known() {
		return Detectors.all().stream().filter(factory -> !factory.checkpointFormats().isEmpty())
			.map(factory -> factory.name() + " (" +
				factory.checkpointFormats().stream().map(CheckpointFormat::program).collect(Collectors.joining(", ")) + ")")
			.collect(Collectors.joining(", "));
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
		if (!programs().contains(value))
			throw new InvalidParameterException("source", value, "use " + AUTO + ", " + String.join(", ", programs()));
		return Optional.of(value);
	}

	/** The form that any of some tensors' names tells, if one does. */
	static Optional<CheckpointFormat> recognise(final Collection<String> names) {
		return Detectors.all().stream().flatMap(factory -> factory.checkpointFormats().stream())
			.filter(format -> names.stream().anyMatch(format::tells)).findFirst();
	}
}
