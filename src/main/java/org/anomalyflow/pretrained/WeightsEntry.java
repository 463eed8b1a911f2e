package org.anomalyflow.pretrained;

import java.nio.file.Path;
import org.anomalyflow.download.DownloadOffer;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public weights file.
 *
 * @param name what users call it
 * @param fileName the name under which it is kept
 * @param uri where it is published
 * @param architecture the network
 * @param origin where the weights come from
 * @param bytes about how long it is, to tell users; 0 if not known
 * @param sha256 its SHA-256 in hex, complete or its first digits; empty if not known
 * @param licence what its authors allow, in a few words
 */
public record WeightsEntry(String name, String fileName, URI uri, WeightsArchitecture architecture, WeightsOrigin origin, long bytes,
	String sha256, String licence)
{

	private static final Pattern HASH_IN_NAME = Pattern.compile(".*-([0-9a-f]{8,64})\\.(pth|pt|safetensors)");

	/** Checks the parts; a missing hash is taken from the file name where that has one. */
	public WeightsEntry {
		if (sha256.isEmpty()) {
			final Matcher named = HASH_IN_NAME.matcher(fileName);
			sha256 = named.matches() ? named.group(1) : "";
		}
	}

	/** The length in words, for example {@code 117 MB}. */
	public String size() {
		return bytes == 0 ? "unknown size" : Math.max(1, Math.round(bytes / 1e6)) + " MB";
	}

	/** The offer to fetch the file. */
	public DownloadOffer offer(final Path target) {
		return new DownloadOffer("The weights of " + architecture.backbone(), fileName() + " (" + size() + ")", uri(), target, licence(),
			name(), "Without a network, fetch the file on another machine and import it: " + DownloadOffer.importWays(fileName()));
	}
}
