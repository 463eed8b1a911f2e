package org.anomalyflow.evaluation;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.anomalyflow.util.InvalidParameterException;

/**
 * What a user chooses about watching a folder.
 *
 * @param folder folders, model and what to write
 * @param onReject what runs for every rejected picture
 * @param settle how long a file must have stood still before it is read
 * @param end after how long the watch ends; empty for never
 * @param stopFile the file that ends the watch when it appears; empty for none
 */
public record WatchOptions(FolderOptions folder, Optional<RejectCommand> onReject, Duration settle, Optional<Duration> end,
	Optional<Path> stopFile)
{

	private static final double NANOS = 1e9;

	/**
	 * Checks a user's choices.
	 *
	 * @param onReject the command line to run; empty for none
	 * @param rejectSeconds how long it may run
	 * @param watchSeconds 0 for no end
	 * @param stopFile may be null
	 * @throws InvalidParameterException if a value is not allowed
	 */
	public static WatchOptions of(final FolderOptions folder, final String onReject, final double rejectSeconds, final double settleSeconds,
		final double watchSeconds, final File stopFile)
	{
		final boolean stops = stopFile != null && !stopFile.getPath().isBlank();
		return new WatchOptions(folder, RejectCommand.parse(onReject, seconds("reject_seconds", rejectSeconds)),
			seconds("settle_seconds", settleSeconds), watchSeconds == 0 ? Optional.empty() : Optional.of(seconds("watch_seconds", watchSeconds)),
			stops ? Optional.of(stopFile.toPath()) : Optional.empty());
	}

	private static Duration seconds(final String parameter, final double value) {
		if (!(value > 0 && value < Long.MAX_VALUE / NANOS))
			throw new InvalidParameterException(parameter, value, "a number of seconds above 0");
		return Duration.ofNanos((long) (value * NANOS));
	}
}
