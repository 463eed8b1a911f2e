package org.anomalyflow.sample;

import java.util.List;

/** One category of the sample data: how its good parts look and which defects they can have. */
interface Motif {

	/** The category's name, also its folder. */
	String name();

	/** The names of its defect types, also their folders. */
	List<String> defects();

	/** A good part; two seeds give two different ones of the same kind. */
	Surface good(long seed);

	/**
	 * The part of {@link #good(long)} with the same seed, damaged.
	 *
	 * @param defect one of {@link #defects()}
	 */
	Surface defective(String defect, long seed);
}
