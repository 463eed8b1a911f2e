package org.anomalyflow.download;

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
 * @param name what the command {@code engine} calls it
 * @param otherwise what to do without a network, one sentence
 */
public record DownloadOffer(String missing, String file, URI from, Path to, String licence, String name, String otherwise) {

	/** Where the command {@code engine} is in the menus of hosts. */
	static final String MENU = "Plugins > Anomaly Flow > Anomaly Engine and Weights...";

	/** How to fetch something, in the menu and on the command line. */
	public static String ways(final String name) {
		return MENU + " with action=download and weights=" + name + ", or\n  bin/anomaly-flow engine --action download --weights " + name +
			" --yes";
	}

	/** How to import a file that was fetched in another way, in the menu and on the command line. */
	public static String importWays(final String file) {
		return MENU + " with action=import and that file, or\n  bin/anomaly-flow engine --action import --file " + file;
	}

	/** The question to a user. */
	public String question() {
		return facts() + "Fetch it now?";
	}

	/** What somebody can do who cannot be asked, or has said no. */
	public String instructions() {
		return facts() + "Nothing is downloaded unasked. To fetch it: " + ways(name) + "\n" + otherwise;
	}

	/** What is fetched now. */
	public String announcement() {
		return "Fetching " + file + " from " + from + " to " + to;
	}

	private String facts() {
		return missing + " are not here.\n  file: " + file + "\n  from: " + from + "\n  to: " + to + "\n  licence: " + licence + "\n";
	}
}
