package org.anomalyflow.network;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a network is made of, as far as it is used here: the one description that weights files and backbones go by. */
public interface NetworkLayout {

	/** The tensors that the network needs. */
	TensorShapes shapes();

	/** Further tensors of stages behind that a file may hold: all of them or none. */
	default SortedMap<String, long[]> further() {
		return new TreeMap<>();
	}

	/** The backbone's variant that delivers the maps of those stages, as KEY=VALUE; empty for networks without. */
	default String furtherVariant() {
		return "";
	}

	/** Full names of tensors that a file may hold and nothing here uses. */
	Pattern unused();
}
