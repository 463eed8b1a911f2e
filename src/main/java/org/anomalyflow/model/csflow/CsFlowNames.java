package org.anomalyflow.model.csflow;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.anomalyflow.model.CheckpointFile;

/**
 * Where the coupling blocks of CS-Flow stand in a checkpoint. The official code lists inputs and permutations with the
 * couplings, so that block k is {@code module_list.(4 + 2k)}, with the subnets {@code s1} and {@code s2}; anomalib lists
 * permutations and couplings, block k is {@code module_list.(1 + 2k)} with {@code cross_convolution1} and
 * {@code cross_convolution2}. Names here are the official ones.
 *
 * @param prefix what all of the checkpoint's names of the flow begin with, for example {@code model.graph.graph.}
 * @param source whose names they are
 */
record CsFlowNames(String prefix, CsFlowFormat source) {

	private static final String LIST = "module_list.";
	private static final Pattern OFFICIAL = Pattern.compile("module_list\\.(\\d{1,4})\\.s([12])\\.(.+)");
	private static final Pattern ANOMALIB = Pattern.compile("module_list\\.(\\d{1,4})\\.cross_convolution([12])\\.(.+)");
	private static final int OFFICIAL_FIRST = 4;
	private static final int ANOMALIB_FIRST = 1;

	/** The naming of a checkpoint's tensors. */
	static CsFlowNames of(final Collection<String> names, final CsFlowFormat source) {
		return new CsFlowNames(names.stream().filter(name -> !CheckpointFile.isBackbone(name) && name.contains(LIST)).findFirst()
			.map(name -> name.substring(0, name.indexOf(LIST))).orElse(""), source);
	}

	/** The official name for a name of the checkpoint, or null if it is no part of a coupling block. */
	String official(final String name) {
		if (!name.startsWith(prefix))
			return null;
		final Matcher matcher = (source == CsFlowFormat.ANOMALIB ? ANOMALIB : OFFICIAL).matcher(name.substring(prefix.length()));
		if (!matcher.matches())
			return null;
		final int place = Integer.parseInt(matcher.group(1)) - first();
		return place < 0 || place % 2 != 0 ? null : blockPrefix(place / 2) + "s" + matcher.group(2) + "." + matcher.group(3);
	}

	/** The opposite of {@link #official}. */
	String inCheckpoint(final String official) {
		final Matcher matcher = OFFICIAL.matcher(official);
		if (!matcher.matches())
			throw new IllegalArgumentException(official);
		return prefix + LIST + (block(official) * 2 + first()) + (source == CsFlowFormat.ANOMALIB ? ".cross_convolution" : ".s") +
			matcher.group(2) + "." + matcher.group(3);
	}

	private int first() {
		return source == CsFlowFormat.ANOMALIB ? ANOMALIB_FIRST : OFFICIAL_FIRST;
	}

	private static String blockPrefix(final int block) {
		return LIST + (OFFICIAL_FIRST + 2 * block) + ".";
	}

	/** The number of the block, from 0, of an official name. */
	static int block(final String official) {
		final Matcher matcher = OFFICIAL.matcher(official);
		if (!matcher.matches())
			throw new IllegalArgumentException(official);
		return (Integer.parseInt(matcher.group(1)) - OFFICIAL_FIRST) / 2;
	}
}
