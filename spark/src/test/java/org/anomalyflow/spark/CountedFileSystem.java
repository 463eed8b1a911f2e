package org.anomalyflow.spark;

import java.io.IOException;
import java.net.URI;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;

/** A file system under a scheme of its own, as a cluster's is: nothing of it can be reached by a path of this machine's Java. */
public final class CountedFileSystem extends RawLocalFileSystem {

	/** Its scheme. */
	static final String SCHEME = "elsewhere";
	/** Files of this name may not be read. */
	static final String SECRET = "secret.png";

	/** For the configuration of Hadoop: which class serves the scheme. */
	static final String PROPERTY = "fs." + SCHEME + ".impl";

	@Override
	public void initialize(final URI uri, final Configuration configuration) throws IOException {
		super.initialize(URI.create(SCHEME + ":///"), configuration);
	}

	@Override
	public URI getUri() {
		return URI.create(SCHEME + ":///");
	}

	@Override
	public String getScheme() {
		return SCHEME;
	}

	@Override
	public FSDataInputStream open(final Path file, final int bufferSize) throws IOException {
		if (file.getName().equals(SECRET))
			throw new AccessControlException("Permission denied");
		return super.open(file, bufferSize);
	}

	/** The permissions of this machine's files cannot be set from here. */
	@Override
	public void setPermission(final Path file, final FsPermission permission) {
		// as they are
	}
}
