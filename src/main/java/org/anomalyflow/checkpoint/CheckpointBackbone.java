package org.anomalyflow.checkpoint;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.ModelInfo.BackboneInfo;
import org.anomalyflow.download.Consent;
import org.anomalyflow.download.Downloader;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.pretrained.BackboneWeights;
import org.anomalyflow.pretrained.StoredWeights;
import org.anomalyflow.pretrained.WeightsOrigin;
import org.anomalyflow.pretrained.WeightsRecognition;
import org.anomalyflow.pretrained.WeightsRegistry;
import org.anomalyflow.pretrained.WeightsStore;
import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/**
 * Finds the backbone of an imported flow: that of the checkpoint where it holds one, else one of the weights store, with
 * the conventions of the program that trained the flow.
 */
final class CheckpointBackbone {

	/** The backbones by the channels that the flows read from them. */
	private static final Map<List<Integer>, String> BY_CHANNELS = Map.of(List.of(304), "efficientnet-b5", List.of(272), "efficientnet-b4",
		List.of(256), "resnet18", List.of(768), "deit-base-384", List.of(1024), "eva-large", List.of(64, 128, 256), "resnet18");

	private final ComputeContext context;
	private final WeightsStore store;
	private final Progress progress;
	private final List<String> notes;

	/**
	 * @param context where it computes; owns its memory
	 * @param store where weights are found
	 * @param progress asked before a download
	 * @param notes where to add what the user should know
	 */
	CheckpointBackbone(final ComputeContext context, final WeightsStore store, final Progress progress, final List<String> notes) {
		this.context = context;
		this.store = store;
		this.progress = progress;
		this.notes = notes;
	}

	/**
	 * The name of the backbone to use.
	 *
	 * @param wanted the user's word, or auto
	 * @param flow the flow that reads its maps
	 * @throws InvalidParameterException if it is auto and the flow's channels are those of no backbone
	 */
	static String name(final String wanted, final CheckpointContent flow) {
		if (!ImportOptions.AUTO.equals(wanted))
			return wanted;
		if (flow.backbone().isPresent())
			return flow.backbone().get();
		final String implied = BY_CHANNELS.get(flow.channels());
		if (implied == null)
			throw new InvalidParameterException("backbone", wanted,
				"the flow reads maps of " + flow.channels() +
					" channels, which no backbone here gives. Known are efficientnet-b5 (304), efficientnet-b4 (272), resnet18 (256, or " +
					"64, 128 and 256), deit-base-384 (768), eva-large (1024), and filter-bank if you name it");
		return implied;
	}

	/**
	 * Makes the backbone that the description of an export names, with its conventions as they are.
	 *
	 * @param info from the description
	 * @param file the checkpoint
	 * @throws AnomalyFlowException if the tensors found are not those that the model was exported with
	 */
	Backbone described(final BackboneInfo info, final CheckpointFile file) {
		final SortedMap<String, HostTensor> embedded = file.backbone();
		final boolean fromStore = embedded.isEmpty() && !FilterBank.NAME.equals(info.name());
		final BackboneWeights weights = fromStore ? stored(info) : null;
		final Backbone backbone = Backbones.create(context, info.name(), fromStore ? weights.tensors() : embedded, info.variant());
		final String found = Hashes.sha256(backbone.tensors());
		if (!found.equals(info.sha256()))
			throw new AnomalyFlowException(
				"The model was exported with other weights of " + info.name() + " than those of " + (fromStore ? weights.file() : file.file()) +
					": their SHA-256 is " + found + ", " + ExportDescription.file(file.file()) + " has " + info.sha256() + ". " +
					(fromStore
						? "Add the weights that the model was trained on to " + store.folder() + " and import again."
						: "Export the model again."));
		notes.add("Backbone: " + info.name() + (info.variant().isEmpty() ? "" : " with " + info.variant()) + ", as it was exported" +
			(fromStore ? ", with " + weights.file() : "") + ".");
		return backbone;
	}

	/** The weights of the store that the model was exported with; if they are not there, those that are used first. */
	private BackboneWeights stored(final BackboneInfo info) {
		final BackboneWeights first = stored(info.name());
		if (matches(first, info))
			return first;
		return store.content().weights().stream().filter(weights -> weights.architecture().backbone().equals(info.name()))
			.map(StoredWeights::read).filter(weights -> matches(weights, info)).findFirst().orElse(first);
	}

	private static boolean matches(final BackboneWeights weights, final BackboneInfo info) {
		return Hashes.sha256(weights.needed()).equals(info.sha256()) || Hashes.sha256(weights.tensors()).equals(info.sha256());
	}

	private BackboneWeights stored(final String name) {
		return store.find(name).orElseGet(() -> store.obtain(WeightsRegistry.get(name), Consent.asking(progress), new Downloader(), progress))
			.read();
	}

	/**
	 * Makes the backbone where no description tells its conventions.
	 *
	 * @param name its name
	 * @param format in which the checkpoint was stored
	 * @param flow the flow that reads its maps
	 * @param file the checkpoint; may hold a backbone of its own
	 */
	Backbone create(final String name, final CheckpointFormat format, final CheckpointContent flow, final CheckpointFile file) {
		if (FilterBank.NAME.equals(name))
			return Backbones.create(context, name, Collections.emptyMap(), FilterBank.variantOf(flow.channels().get(0)));
		final SortedMap<String, HostTensor> embedded = file.backbone();
		if (!Backbones.names().contains(name))
			throw new InvalidParameterException("backbone", name,
				"use " + ImportOptions.AUTO + ", " + FilterBank.NAME + ", " + String.join(", ", Backbones.names()));
		if (!embedded.isEmpty()) {
			final BackboneWeights own = BackboneWeights.within(file.file(), embedded);
			if (own.recognition().architecture().backbone().equals(name)) {
				notes.add("Backbone: " + name + ", from the checkpoint itself.");
				return Backbones.create(context, name, own.tensors(), own.variant(takesFurther(flow, name)));
			}
			notes.add("Warning: the checkpoint holds " + own.recognition().architecture().id() + ", which is left out because " + name +
				" was asked for.");
		}
		final BackboneWeights weights = stored(name);
		return Backbones.create(context, name, weights.tensors(), variant(weights, format, takesFurther(flow, name)));
	}

	private static boolean takesFurther(final CheckpointContent flow, final String name) {
		return Detectors.of(flow.model()).layout(name).takesFurther();
	}

	private String variant(final BackboneWeights weights, final CheckpointFormat format, final boolean further) {
		final WeightsRecognition known = weights.recognition();
		final WeightsRecognition used = format.asUsed(known);
		if (known.architecture().isEfficientNet() && !known.isLukemelas() && known.origin() != WeightsOrigin.LUKEMELAS)
			notes.add("Warning: the weights " + weights.file() + " come from " + known.origin().id() +
				", not from where this program takes them; the flow may read features that it was not trained on.");
		final String variant = new BackboneWeights(weights.file(), used, weights.tensors()).variant(further);
		notes.add("Backbone: " + weights.file() + (variant.isEmpty() ? "" : " with " + variant));
		return variant;
	}
}
