package org.anomalyflow.pretrained;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

import org.anomalyflow.network.PaddingRule;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * What a weights file is. Architecture and naming scheme follow from the tensors' names and shapes. The origin, and with
 * it padding and epsilon, follows from the naming scheme unless something better is known: the caller's word, the file's
 * own metadata, or a public file name.
 *
 * @param architecture the network
 * @param scheme whose tensor names the file uses
 * @param origin where the weights come from
 */
public record WeightsRecognition(WeightsArchitecture architecture, StateDictNames.Scheme scheme, WeightsOrigin origin) {

	/** Metadata key for the origin, used in the files of the weights store. */
	static final String ORIGIN_KEY = "origin";

	private static final String EPSILON_KEY = "bn_eps";
	private static final double ENOUGH = 0.5;

	/**
	 * Recognises tensors.
	 *
	 * @param shapes the tensors' names and shapes, wrapper prefixes removed
	 * @param metadata the file's own key-value pairs; may be empty. {@code origin} names a {@link WeightsOrigin};
	 *          {@code bn_eps} of 1e-3 marks EfficientNet-B4 weights as TensorFlow's, since torchvision's and timm's have 1e-5
	 * @param fileName tells timm's {@code tf_efficientnet} files and the public files of the registry from others
	 * @param origin the caller's word, or null
	 * @throws AnomalyFlowException if the tensors fit no known network
	 */
	public static WeightsRecognition of(final SortedMap<String, long[]> shapes, final Map<String, String> metadata, final String fileName,
		final WeightsOrigin origin)
	{
		WeightsArchitecture best = null;
		StateDictNames.Scheme bestScheme = null;
		double bestShare = 0;
		for (final WeightsArchitecture architecture : WeightsArchitecture.values())
			for (final StateDictNames.Scheme scheme : StateDictNames.Scheme.values()) {
				final double share = StateDictNames.exists(architecture, scheme) ? share(shapes, architecture, scheme) : 0;
				if (share > bestShare) {
					best = architecture;
					bestScheme = scheme;
					bestShare = share;
				}
			}
		if (bestShare < ENOUGH)
			throw new AnomalyFlowException(fileName + " is not the weights of a known backbone" +
				(best == null ? "" : String.format(Locale.ROOT, "; the closest is %s with %.0f %% of its tensors", best.id(), 100 * bestShare)) +
				". Known are " + String.join(", ", WeightsArchitecture.backbones()) +
				" under the tensor names of torchvision, timm or efficientnet_pytorch.");
		return new WeightsRecognition(best, bestScheme, origin != null ? origin : origin(best, bestScheme, metadata, fileName));
	}

	/** How many of the tensors that a network uses are there with the right shape, from 0 to 1. */
	private static double share(final SortedMap<String, long[]> shapes, final WeightsArchitecture architecture,
		final StateDictNames.Scheme scheme)
	{
		final SortedMap<String, long[]> expected = architecture.shapes();
		final SortedMap<String, String> table = StateDictNames.table(architecture, scheme);
		final long found = table.entrySet().stream().filter(e -> Arrays.equals(shapes.get(e.getKey()), expected.get(e.getValue()))).count();
		return (double) found / expected.size();
	}

	private static WeightsOrigin origin(final WeightsArchitecture architecture, final StateDictNames.Scheme scheme,
		final Map<String, String> metadata, final String fileName)
	{
		if (metadata.containsKey(ORIGIN_KEY))
			return WeightsOrigin.of(metadata.get(ORIGIN_KEY));
		final WeightsEntry known = WeightsRegistry.byFileName(fileName);
		if (known != null && known.architecture() == architecture)
			return known.origin();
		final boolean ported = architecture == WeightsArchitecture.EFFICIENTNET_B4 && "1e-3".equals(metadata.get(EPSILON_KEY));
		if (ported || fileName.startsWith("tf_efficientnet"))
			return WeightsOrigin.TENSORFLOW;
		if (architecture == WeightsArchitecture.RESNET50 &&
			(fileName.contains("msra") || metadata.getOrDefault("variant", "").contains("stride=conv1")))
			return WeightsOrigin.MSRA;
		return switch (scheme) {
			case TORCHVISION -> WeightsOrigin.TORCHVISION;
			case TIMM -> WeightsOrigin.TIMM;
			case LUKEMELAS -> WeightsOrigin.LUKEMELAS;
		};
	}

	/** What a backbone must know of the weights besides their tensors: its variant, see the backbones; empty for none. */
	public String variant() {
		if (architecture.isEfficientNet())
			return "padding=" + padding() + " bn_eps=" + epsilon();
		return origin == WeightsOrigin.MSRA ? "version=msra" : "";
	}

	/** The padding that the weights were made for. */
	public PaddingRule padding() {
		return origin.padding(architecture);
	}

	/** The epsilon of the weights' normalisation layers. */
	public double epsilon() {
		return origin.epsilon(architecture);
	}

	/** Whether these are the numbers of the package efficientnet_pytorch; torchvision's file of B5 holds them, too. */
	public boolean isLukemelas() {
		return architecture == WeightsArchitecture.EFFICIENTNET_B5 &&
			(origin == WeightsOrigin.TORCHVISION || origin == WeightsOrigin.LUKEMELAS);
	}
}
