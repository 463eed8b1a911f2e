package org.anomalyflow.model.csflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.anomalyflow.flow.NumPyPermutations;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.pretrained.PickledModules;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.PickledObject;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * The channel permutations of a CS-Flow checkpoint. State dicts lack them: they are drawn again as the program draws
 * them. A whole pickled model and a file that was exported from here hold them.
 */
final class CsFlowPermutations {

	private static final int FIRST_PLACE = 3;

	private CsFlowPermutations() {}

	/**
	 * For each block the orders of its scales.
	 *
	 * @param file the checkpoint
	 * @param source whose it is
	 * @param settings the network's shape
	 * @throws AnomalyFlowException if the file holds something else than permutations
	 */
	static List<List<long[]>> of(final CheckpointFile file, final CsFlowFormat source, final CsFlowSettings settings) {
		final List<List<long[]>> orders = new ArrayList<>();
		final List<List<long[]>> exported = file.exported().map(CheckpointFile.Exported::permutations).orElse(null);
		if (exported != null && exported.size() != settings.blocks())
			throw new AnomalyFlowException(
				"The description beside " + file.file() + " has permutations of " + exported.size() + " blocks, the tensors are of " +
					settings.blocks() + ". Export the model again, or move the description away to import " + "the tensors alone.");
		for (int block = 0; block < settings.blocks(); block++) {
			final List<long[]> own = exported != null ? exported.get(block) : pickled(file, block);
			if (own != null)
				check(own, block, settings.channels(), file);
			orders.add(own != null ? own : drawn(source, block, settings.channels()));
		}
		return orders;
	}

	private static List<long[]> drawn(final CsFlowFormat source, final int block, final int channels) {
		return source == CsFlowFormat.ANOMALIB
			? NumPyPermutations.anomalib(block, channels, CsFlowSettings.SCALES)
			: NumPyPermutations.official(block, channels, CsFlowSettings.SCALES);
	}

	/** The attribute {@code perm} of the permutation before a block, in a whole pickled model; null without one. */
	private static List<long[]> pickled(final CheckpointFile file, final int block) {
		final Object module = PickledModules.at(file.root(), "module_list", Integer.toString(FIRST_PLACE + 2 * block));
		if (!(module instanceof PickledObject permute) || !(permute.attribute("perm") instanceof List<?> tensors))
			return null;
		final List<long[]> orders = new ArrayList<>();
		for (final Object tensor : tensors)
			orders.add(tensor instanceof HostTensor order && !order.type().isFloating() ? order.toLongs() : new long[0]);
		return orders;
	}

	private static void check(final List<long[]> orders, final int block, final int channels, final CheckpointFile file) {
		if (orders.size() != CsFlowSettings.SCALES)
			throw new AnomalyFlowException(
				file.file() + " has " + orders.size() + " permutations for block " + block + ", expected " + CsFlowSettings.SCALES);
		for (int scale = 0; scale < orders.size(); scale++)
			if (!isPermutation(orders.get(scale), channels))
				throw new AnomalyFlowException("The permutation of block " + block + " and scale " + scale + " in " + file.file() +
					" is not an order of 0 to " + (channels - 1));
	}

	private static boolean isPermutation(final long[] order, final int channels) {
		final boolean[] used = new boolean[channels];
		for (final long channel : order) {
			if (channel < 0 || channel >= channels || used[(int) channel])
				return false;
			used[(int) channel] = true;
		}
		return order.length == channels;
	}

	/** All orders as tensors, int64 [C], by name. */
	static void addTo(final Map<String, HostTensor> tensors, final List<List<long[]>> orders) {
		for (int block = 0; block < orders.size(); block++)
			for (int scale = 0; scale < orders.get(block).size(); scale++) {
				final long[] order = orders.get(block).get(scale);
				tensors.put(CsFlowNetwork.permutationName(block, scale), HostTensor.of(order, order.length));
			}
	}
}
