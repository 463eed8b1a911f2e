package org.anomalyflow.training;

import java.util.Collections;
import java.util.Optional;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.download.Consent;
import org.anomalyflow.download.DownloadOffer;
import org.anomalyflow.download.Downloader;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.pretrained.BackboneWeights;
import org.anomalyflow.pretrained.StoredWeights;
import org.anomalyflow.pretrained.WeightsRegistry;
import org.anomalyflow.pretrained.WeightsStore;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/** Which backbone a training uses, and where its weights come from. */
final class BackboneChoice {

	private static final String AUTO = "auto";
	/** The own backbone of the detectors that are taken automatically. */
	private static final String USUAL = "resnet18";

	private BackboneChoice() {}

	/**
	 * The backbone that the user asked for; for {@code auto} the model's own if its weights are here, else the filter bank.
	 *
	 * @param context where it computes; owns its memory
	 * @param options the user's choices
	 * @param gray whether the images have no colour
	 * @param progress told the choice; asked before a download
	 * @throws AnomalyFlowException if the weights are not here and nobody allows to fetch them, with what to do
	 */
	static Backbone choose(final ComputeContext context, final TrainingOptions options, final boolean gray, final Progress progress) {
		final WeightsStore store = WeightsStore.open();
		final String name = AUTO.equals(options.backbone()) ? automatic(options.model(), store, progress) : options.backbone();
		if (FilterBank.NAME.equals(name))
			return Backbones.create(context, name, Collections.emptyMap(), gray ? FilterBank.GRAY : FilterBank.COLOUR);
		require(name);
		final BackboneWeights weights = obtain(name, store, progress).read();
		progress.message("Weights: " + weights.file());
		final boolean further = Detectors.of(options.model()).layout(name).takesFurther();
		return Backbones.create(context, name, weights.tensors(), weights.variant(further));
	}

	/** The name of the backbone that will be chosen, as far as it is known before anything is fetched. */
	static String name(final TrainingOptions options) {
		return AUTO.equals(options.backbone())
			? automatic(DetectorChoice.likely(options.model()), WeightsStore.open(), Progress.NONE)
			: options.backbone();
	}

	/** @throws InvalidParameterException if there is no backbone of that name */
	static void require(final String name) {
		if (!FilterBank.NAME.equals(name) && !Backbones.names().contains(name))
			throw new InvalidParameterException("backbone", name,
				"use " + AUTO + ", " + FilterBank.NAME + ", " + String.join(", ", Backbones.names()));
	}

	/**
	 * Fetches the weights of a backbone that the user asked for by name, if they are not here.
	 *
	 * @throws AnomalyFlowException if nobody allows to, with what to do
	 */
	static void ensureWeights(final TrainingOptions options, final Progress progress) {
		if (Backbones.names().contains(options.backbone()))
			obtain(options.backbone(), WeightsStore.open(), progress);
	}

	/**
	 * What the choice depends on, apart from the training images: name, path, size and time of the weights.
	 *
	 * @param options the user's choices
	 */
	static String stamp(final TrainingOptions options) {
		final WeightsStore store = WeightsStore.open();
		final String name = AUTO.equals(options.backbone())
			? Detectors.of(DetectorChoice.likely(options.model())).ownBackbone()
			: options.backbone();
		return store.find(name)
			.map(weights -> name + "|" + weights.file() + "|" + weights.bytes() + "|" + weights.file().toFile().lastModified())
			.orElse(options.backbone());
	}

	/** The backbone that will compute the features, as far as is known before the kind of detector is. */
	static String likely(final TrainingOptions options) {
		return !AUTO.equals(options.backbone()) ? options.backbone() : WeightsStore.open().find(USUAL).isPresent() ? USUAL : FilterBank.NAME;
	}

	private static String automatic(final String model, final WeightsStore store, final Progress progress) {
		final String own = Detectors.of(model).ownBackbone();
		final Optional<StoredWeights> weights = store.find(own);
		progress.message(weights.isPresent()
			? "Backbone: " + own + ", the model's own."
			: "Backbone: " + FilterBank.NAME + ", because the weights of " + own + ", the model's own, are not here. To fetch them: " +
				DownloadOffer.ways(own).replace("\n  ", " "));
		return weights.isPresent() ? own : FilterBank.NAME;
	}

	private static StoredWeights obtain(final String name, final WeightsStore store, final Progress progress) {
		return store.find(name).orElseGet(() -> store.obtain(WeightsRegistry.get(name), Consent.asking(progress), new Downloader(), progress));
	}
}
