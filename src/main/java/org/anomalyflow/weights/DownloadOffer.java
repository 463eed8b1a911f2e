package org.anomalyflow.weights;

import java.nio.file.Path;

/**
 * What would be fetched, from where and to where.
 *
 * @param entry the public file
 * @param target where it would be kept
 */
public record DownloadOffer(WeightsEntry entry, Path target) {

	/** The question to a user. */
	public String question() {
		return facts() + "Fetch it now?";
	}

	/** What somebody without a screen can do. */
	public String instructions() {
		return facts() + "Nothing is downloaded unasked. To fetch it, run\n  " + command(entry) + "\n" +
			"Without a network, fetch the file on another machine and run\n  " +
			"bin/anomaly-flow engine --action import --file " + entry.fileName();
	}

	/** The command that fetches a file without asking. */
	public static String command(final WeightsEntry entry) {
		return "bin/anomaly-flow engine --action download --weights " + entry.name() + " --yes";
	}

	private String facts() {
		return "The weights of " + entry.architecture().backbone() + " are not here.\n  file: " + entry.fileName() + " (" +
			entry.size() + ")\n  from: " + entry.uri() + "\n  to: " + target + "\n  licence: " + entry.licence() + "\n";
	}
}
