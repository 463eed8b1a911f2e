package org.anomalyflow.spark;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

import org.anomalyflow.distributed.FolderStore;
import org.anomalyflow.distributed.ItemStore;

/** A store in an output folder of a file system that Hadoop knows. */
final class RemoteStore implements ItemStore {

	private static final String PREFIX = FolderStore.NAME + "/";

	private final RemoteFolder output;

	RemoteStore(final RemoteFolder output) {
		this.output = output;
	}

	@Override
	public Optional<String> get(final String name) {
		return output.text(PREFIX + name);
	}

	@Override
	public void put(final String name, final String text) {
		output.put(PREFIX + name, text.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void keepOnly(final String prefix, final Set<String> kept) {
		output.names(FolderStore.NAME).stream().filter(name -> name.startsWith(prefix) && !kept.contains(name))
			.forEach(name -> output.delete(PREFIX + name));
	}

	@Override
	public String toString() {
		return output + "/" + FolderStore.NAME;
	}
}
