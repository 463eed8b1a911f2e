package org.anomalyflow.distributed;

import java.util.Optional;
import java.util.Set;

/**
 * Where the results of items are kept until they are put together. A result is written in one go: others see all of it or
 * nothing. Several processes may write the same one, with equal content.
 */
public interface ItemStore {

	/**
	 * A text.
	 *
	 * @return empty if there is none of that name
	 * @throws org.anomalyflow.util.AnomalyFlowException if it cannot be read
	 */
	Optional<String> get(String name);

	/**
	 * Writes a text; one of the same name is replaced.
	 *
	 * @throws org.anomalyflow.util.AnomalyFlowException if it cannot be written
	 */
	void put(String name, String text);

	/**
	 * Deletes all texts but some.
	 *
	 * @param prefix what the names of those begin with that may be deleted
	 * @param kept the names of those that stay
	 */
	void keepOnly(String prefix, Set<String> kept);
}
