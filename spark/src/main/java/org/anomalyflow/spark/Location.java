package org.anomalyflow.spark;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

import org.anomalyflow.util.InvalidParameterException;

/**
 * A file or folder that a user names: a path, or a URI with {@code file:}, which all machines see under the same name; or a URI of
 * any file system that Hadoop knows, such as {@code hdfs:} and {@code s3a:}.
 *
 * @param text as the user wrote it
 */
record Location(String text) implements Serializable {

	/** One letter would be a drive of Windows. */
	private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):.*");
	private static final String FILE = "file";

	/** @throws InvalidParameterException if nothing is named, or a URI is malformed */
	static Location of(final String parameter, final String text) {
		if (text == null || text.isBlank())
			throw new InvalidParameterException(parameter, null,
				"give a path that all machines see, or a URI such as hdfs://server/folder or s3a://bucket/folder");
		final Location location = new Location(text.trim());
		try {
			if (location.isPath())
				location.path();
			else
				location.remote();
		}
		catch (final IllegalArgumentException e) {
			throw new InvalidParameterException(parameter, text, "it is no path or URI: " + e.getMessage());
		}
		return location;
	}

	/** Whether it is a path that all machines see. */
	boolean isPath() {
		final var scheme = SCHEME.matcher(text);
		return !scheme.matches() || FILE.equalsIgnoreCase(scheme.group(1));
	}

	/** The path. */
	Path path() {
		if (!SCHEME.matcher(text).matches())
			return Path.of(text);
		return Path.of(URI.create(text.replace(" ", "%20").replaceFirst("^[^:]*:/*", "file:///")));
	}

	/** The name for Hadoop. */
	org.apache.hadoop.fs.Path remote() {
		return new org.apache.hadoop.fs.Path(text);
	}

	/** The file system that it is in. */
	FileSystem fileSystem(final Configuration configuration) throws IOException {
		return remote().getFileSystem(configuration);
	}

	/** What lies in it. */
	org.apache.hadoop.fs.Path remote(final String relative) {
		final org.apache.hadoop.fs.Path root = remote();
		final URI uri = root.toUri();
		// not new Path(parent, child), which takes a colon in a name for a scheme
		return new org.apache.hadoop.fs.Path(uri.getScheme(), uri.getAuthority(),
			uri.getPath() + (uri.getPath().endsWith("/") ? "" : "/") + relative);
	}

	@Override
	public String toString() {
		return text;
	}
}
