package org.anomalyflow.pretrained;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.anomalyflow.network.EfficientNetLayout;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorCheck;

/**
 * Translates the tensor names of public weights files into those that the backbones use (torchvision's for ResNet and
 * EfficientNet, timm's for transformers). Stage S, block R in it, N blocks before:
 * <table>
 * <caption>EfficientNet</caption>
 * <tr><th>torchvision</th><th>timm</th><th>lukemelas</th></tr>
 * <tr><td>features.0.0, .1</td><td>conv_stem, bn1</td><td>_conv_stem, _bn0</td></tr>
 * <tr><td>features.S.R.block.0.0, .1</td><td>blocks.(S-1).R.conv_pw, bn1</td><td>_blocks.N._expand_conv, _bn0</td></tr>
 * <tr><td>features.S.R.block.1.0, .1</td><td>blocks.(S-1).R.conv_dw, bn2</td><td>_blocks.N._depthwise_conv, _bn1</td></tr>
 * <tr><td>features.S.R.block.2.fc1, fc2</td><td>....se.conv_reduce, conv_expand</td><td>..._se_reduce, _se_expand</td></tr>
 * <tr><td>features.S.R.block.3.0, .1</td><td>blocks.(S-1).R.conv_pwl, bn3</td><td>_blocks.N._project_conv, _bn2</td></tr>
 * </table>
 * Stage 1 has no expansion: its parts begin at the depthwise convolution, and in timm {@code conv_pw} and {@code bn2} are
 * then the projection. ResNet's names are the same in timm and torchvision.
 */
public final class StateDictNames {

	/** Whose names a file uses. */
	public enum Scheme {
		TORCHVISION, TIMM, LUKEMELAS
	}

	private static final Pattern BLOCK = Pattern.compile("features\\.(\\d+)\\.(\\d+)\\.block\\.(\\d)\\.(\\w+)\\.(\\w+)");
	private static final Pattern STEM = Pattern.compile("features\\.0\\.([01])\\.(\\w+)");

	/** Expansion, depthwise convolution, squeeze and excitation, projection: first and second name of each. */
	private static final String[][] TIMM = { { "conv_pw", "bn1" }, { "conv_dw", "bn2" }, { "se.conv_reduce", "se.conv_expand" },
		{ "conv_pwl", "bn3" } };
	private static final String[][] TIMM_FIRST_STAGE = { {}, { "conv_dw", "bn1" }, { "se.conv_reduce", "se.conv_expand" },
		{ "conv_pw", "bn2" } };
	private static final String[][] LUKEMELAS = { { "_expand_conv", "_bn0" }, { "_depthwise_conv", "_bn1" }, { "_se_reduce", "_se_expand" },
		{ "_project_conv", "_bn2" } };

	/** Parts of EfficientNets behind the layer that is used, in others' names. */
	private static final Pattern UNUSED_FOREIGN = Pattern
		.compile("blocks\\.6\\..*|conv_head\\..*|bn2\\..*|_conv_head\\..*|_bn1\\..*|_fc\\..*");

	private StateDictNames() {}

	/** Whether an architecture's weights come under a scheme's names. */
	static boolean exists(final WeightsArchitecture architecture, final Scheme scheme) {
		return architecture.isEfficientNet() || scheme == (architecture.isTransformer() ? Scheme.TIMM : Scheme.TORCHVISION);
	}

	/** For every tensor that the backbone uses: its name in files of a scheme, to its name here. */
	public static SortedMap<String, String> table(final WeightsArchitecture architecture, final Scheme scheme) {
		final SortedMap<String, String> table = new TreeMap<>();
		for (final String name : architecture.shapes().keySet())
			table.put(architecture.isEfficientNet() ? foreign(name, architecture, scheme) : name, name);
		return table;
	}

	private static String foreign(final String name, final WeightsArchitecture architecture, final Scheme scheme) {
		if (scheme == Scheme.TORCHVISION)
			return name;
		final Matcher stem = STEM.matcher(name);
		final boolean timm = scheme == Scheme.TIMM;
		if (stem.matches()) {
			final String part = "0".equals(stem.group(1)) ? "conv_stem" : timm ? "bn1" : "bn0";
			return (timm ? "" : "_") + part + "." + stem.group(2);
		}
		final Matcher block = BLOCK.matcher(name);
		if (!block.matches())
			throw new IllegalArgumentException(name);
		final int stage = Integer.parseInt(block.group(1));
		final int repeat = Integer.parseInt(block.group(2));
		final int part = Integer.parseInt(block.group(3)) + (stage == 1 ? 1 : 0);
		final int second = "1".equals(block.group(4)) || "fc2".equals(block.group(4)) ? 1 : 0;
		final String end = "." + block.group(5);
		if (timm)
			return "blocks." + (stage - 1) + "." + repeat + "." + (stage == 1 ? TIMM_FIRST_STAGE : TIMM)[part][second] + end;
		return "_blocks." + ((EfficientNetLayout) architecture.layout()).index(stage, repeat) + "." + LUKEMELAS[part][second] + end;
	}

	/**
	 * The tensors under the backbone's names. Known parts of the network that the backbone does not use are left out; names
	 * that belong nowhere stay as they are, for {@link TensorCheck} to report.
	 */
	public static SortedMap<String, HostTensor> translate(final SortedMap<String, HostTensor> tensors, final WeightsArchitecture architecture,
		final Scheme scheme)
	{
		final SortedMap<String, String> table = table(architecture, scheme);
		final SortedMap<String, HostTensor> translated = new TreeMap<>();
		for (final Map.Entry<String, HostTensor> e : tensors.entrySet()) {
			final String name = table.get(e.getKey());
			if (name != null || !isUnused(e.getKey(), architecture))
				translated.put(name == null ? e.getKey() : name, e.getValue());
		}
		return translated;
	}

	private static boolean isUnused(final String name, final WeightsArchitecture architecture) {
		return architecture.layout().unused().matcher(name).matches() ||
			architecture.isEfficientNet() && (UNUSED_FOREIGN.matcher(name).matches() || isLateLukemelasBlock(name, architecture));
	}

	private static boolean isLateLukemelasBlock(final String name, final WeightsArchitecture architecture) {
		final Matcher block = Pattern.compile("_blocks\\.(\\d{1,3})\\..*").matcher(name);
		return block.matches() && Integer.parseInt(block.group(1)) >= ((EfficientNetLayout) architecture.layout()).index(7, 0);
	}
}
