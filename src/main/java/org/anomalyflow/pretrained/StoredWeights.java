package org.anomalyflow.pretrained;

import java.nio.file.Path;
import org.anomalyflow.tensorfile.Hashes;

/**
 * A weights file on this machine.
 *
 * @param file where it is
 * @param bytes its length
 * @param architecture the network
 * @param origin where the weights come from
 */
public record StoredWeights(Path file, long bytes, WeightsArchitecture architecture, WeightsOrigin origin) {

	/** The SHA-256 of the file, computed now. */
	public String sha256() {
		return Hashes.sha256(file);
	}

	/** Reads and checks the weights. */
	public BackboneWeights read() {
		return BackboneWeights.read(file, origin);
	}
}
