package org.anomalyflow.spark;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Digests;

/** Files of other file systems, copied to this machine once for all workers of this process. */
final class LocalCopies {

	private static final Map<String, Path> COPIES = new HashMap<>();

	private LocalCopies() {}

	/**
	 * A file on this machine.
	 *
	 * @param sha256 of what it was when the work began; empty where it begins now
	 * @throws AnomalyFlowException if it cannot be had, or is another one now
	 */
	static synchronized Path of(final Location file, final String sha256, final HadoopAccess hadoop) {
		if (file.isPath())
			return checked(file, file.path(), sha256);
		final Path known = COPIES.get(file.text() + sha256);
		if (known != null)
			return known;
		final Scratch scratch = new Scratch();
		Runtime.getRuntime().addShutdownHook(new Thread(scratch::close, "anomaly-flow-copies"));
		final String name = file.remote().getName();
		final Path copy = scratch.folder("copy").resolve(name);
		final Location parent = new Location(file.remote().getParent().toString());
		new RemoteFolder(parent, hadoop.configuration()).fetch(name, copy);
		COPIES.put(file.text() + sha256, checked(file, copy, sha256));
		return copy;
	}

	/** A folder with all that is in it on this machine; the copy has its name. */
	static synchronized Path ofFolder(final Location folder, final HadoopAccess hadoop) {
		if (folder.isPath())
			return folder.path();
		final Path known = COPIES.get(folder.text());
		if (known != null)
			return known;
		final Scratch scratch = new Scratch();
		Runtime.getRuntime().addShutdownHook(new Thread(scratch::close, "anomaly-flow-copies"));
		final Path copy = scratch.folder(folder.remote().getName());
		new RemoteFolder(folder, hadoop.configuration()).fetchAll(copy);
		COPIES.put(folder.text(), copy);
		return copy;
	}

	private static Path checked(final Location file, final Path copy, final String sha256) {
		if (!sha256.isEmpty() && !Digests.sha256(copy).equals(sha256))
			throw new AnomalyFlowException(file + " is another file now than when the work began. Start again.");
		return copy;
	}
}
