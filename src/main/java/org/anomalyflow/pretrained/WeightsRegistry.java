package org.anomalyflow.pretrained;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

import org.anomalyflow.util.InvalidParameterException;

/**
 * The public weights files that can be fetched, the preferred one of each backbone first. Their hashes are those that
 * torchvision and timm put into the file names, complete ones where known; files of the Hugging Face hub are checked
 * against the SHA-256 that the hub sends with them.
 */
public final class WeightsRegistry {

	private static final String TORCHVISION = "https://download.pytorch.org/models/";
	private static final String LUKEMELAS = "https://github.com/lukemelas/EfficientNet-PyTorch/releases/download/1.0/";
	private static final String HUB = "https://huggingface.co/timm/%s/resolve/main/model.safetensors";
	private static final String BSD = "BSD 3-Clause (torchvision); trained on ImageNet";
	private static final String APACHE = "Apache 2.0; trained on ImageNet";
	private static final String MIT = "MIT; trained on ImageNet";

	private static final List<WeightsEntry> ENTRIES = List.of(
		torchvision("resnet18", "resnet18-f37072fd.pth", WeightsArchitecture.RESNET18, 46_830_571,
			"f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec"),
		torchvision("resnet18-5c106cde", "resnet18-5c106cde.pth", WeightsArchitecture.RESNET18, 46_827_520,
			"5c106cde386e87d4033832f2996f5493238eda96ccf559d1d62760c4de0613f8"),
		hub("resnet18-timm", "resnet18.a1_in1k", WeightsArchitecture.RESNET18, 47_000_000, APACHE),
		torchvision("resnet50", "resnet50-0676ba61.pth", WeightsArchitecture.RESNET50, 102_530_333,
			"0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a"),
		torchvision("wide-resnet-50-2", "wide_resnet50_2-95faca4d.pth", WeightsArchitecture.WIDE_RESNET50_2, 138_000_000, ""),
		torchvision("efficientnet-b4", "efficientnet_b4_rwightman-23ab8bcd.pth", WeightsArchitecture.EFFICIENTNET_B4, 78_000_000,
			"23ab8bcd5bdbef61a7a43b91adcad81f622fd7f36fb4935a569828d77888c44e"),
		lukemelas("efficientnet-b4-lukemelas", "efficientnet-b4-6ed6700e.pth", WeightsArchitecture.EFFICIENTNET_B4, 78_000_000),
		torchvision("efficientnet-b5", "efficientnet_b5_lukemelas-1a07897c.pth", WeightsArchitecture.EFFICIENTNET_B5, 122_540_693,
			"1a07897c0d357db7981640f6be44a63420f11deb932344a69768b62ebe272946"),
		lukemelas("efficientnet-b5-lukemelas", "efficientnet-b5-b6417697.pth", WeightsArchitecture.EFFICIENTNET_B5, 122_000_000),
		new WeightsEntry("deit-base-384", "deit_base_distilled_patch16_384-d0272ac0.pth",
			URI.create("https://dl.fbaipublicfiles.com/deit/deit_base_distilled_patch16_384-d0272ac0.pth"), WeightsArchitecture.DEIT_BASE_384,
			WeightsOrigin.TIMM, 350_000_000, "", APACHE),
		hub("deit-base-384-timm", "deit_base_distilled_patch16_384.fb_in1k", WeightsArchitecture.DEIT_BASE_384, 350_000_000, APACHE),
		hub("eva-large-336", "eva_large_patch14_336.in22k_ft_in22k_in1k", WeightsArchitecture.EVA_LARGE_336, 1_218_000_000, MIT),
		hub("eva-large-196", "eva_large_patch14_196.in22k_ft_in22k_in1k", WeightsArchitecture.EVA_LARGE_196, 1_217_000_000, MIT));

	private WeightsRegistry() {}

	private static WeightsEntry torchvision(final String name, final String file, final WeightsArchitecture architecture, final long bytes,
		final String sha256)
	{
		return new WeightsEntry(name, file, URI.create(TORCHVISION + file), architecture, WeightsOrigin.TORCHVISION, bytes, sha256, BSD);
	}

	private static WeightsEntry lukemelas(final String name, final String file, final WeightsArchitecture architecture, final long bytes) {
		return new WeightsEntry(name, file, URI.create(LUKEMELAS + file), architecture, WeightsOrigin.LUKEMELAS, bytes, "", APACHE);
	}

	private static WeightsEntry hub(final String name, final String model, final WeightsArchitecture architecture, final long bytes,
		final String licence)
	{
		return new WeightsEntry(name, model + ".safetensors", URI.create(String.format(HUB, model)), architecture, WeightsOrigin.TIMM, bytes,
			"", licence);
	}

	/** All entries, the preferred one of each backbone first. */
	public static List<WeightsEntry> entries() {
		return ENTRIES;
	}

	/**
	 * The entry of a name, a file name or a backbone.
	 *
	 * @throws InvalidParameterException if there is none; the message lists the names
	 */
	public static WeightsEntry get(final String name) {
		for (final WeightsEntry entry : ENTRIES)
			if (entry.name().equals(name) || entry.fileName().equals(name))
				return entry;
		for (final WeightsEntry entry : ENTRIES)
			if (entry.architecture().backbone().equals(name))
				return entry;
		throw new InvalidParameterException("weights", name, ENTRIES.stream().map(WeightsEntry::name).collect(Collectors.joining(", ")));
	}

	/** The entry of a public file name, or null. */
	static WeightsEntry byFileName(final String fileName) {
		for (final WeightsEntry entry : ENTRIES)
			if (entry.fileName().equals(fileName))
				return entry;
		return null;
	}
}
