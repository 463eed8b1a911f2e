package org.anomalyflow.weights;

import java.net.URI;
import java.nio.file.Path;

/**
 * What would be fetched, from where and to where.
 *
 * @param missing what is not here, the subject of a sentence with "are"
 * @param file what would be fetched, with its size
 * @param from where it is published
 * @param to where it would be kept
 * @param licence what its authors allow
 * @param command fetches it without asking
 * @param otherwise what to do without a network, one sentence
 */
public record DownloadOffer(String missing, String file, URI from, Path to, String licence, String command,
	String otherwise)
{

	/** The offer of a public weights file. */
	static DownloadOffer of(final WeightsEntry entry, final Path target) {
		return new DownloadOffer("The weights of " + entry.architecture().backbone(), entry.fileName() + " (" + entry
			.size() + ")", entry.uri(), target, entry.licence(), command(entry.name()),
			"Without a network, fetch the file on another machine and run\n  bin/anomaly-flow engine --action import --file " +
				entry.fileName());
	}

	/** The command that fetches something without asking. */
	public static String command(final String name) {
		return "bin/anomaly-flow engine --action download --weights " + name + " --yes";
	}

	/** The question to a user. */
	public String question() {
		return facts() + "Fetch it now?";
	}

	/** What somebody can do who cannot be asked, or has said no. */
	public String instructions() {
		return facts() + "Nothing is downloaded unasked. To fetch it, run\n  " + command + "\n" + otherwise;
	}

	/** What is fetched now. */
	public String announcement() {
		return "Fetching " + file + " from " + from + " to " + to;
	}

	private String facts() {
		return missing + " are not here.\n  file: " + file + "\n  from: " + from + "\n  to: " + to + "\n  licence: " +
			licence + "\n";
	}
}
