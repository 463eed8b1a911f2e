package org.anomalyflow.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.ModelInfo;

/**
 * Which detector {@code model=auto} takes, and why. The rules rest on the measurements in docs/detectors.md, which says where
 * they were made; nothing is trained to find out.
 *
 * @param model the name of the kind of detector
 * @param reasons what was found and what follows from it, one sentence each
 */
record DetectorChoice(String model, List<String> reasons) {

	/** The value of the parameter {@code model} that leaves the choice to these rules. */
	static final String AUTO = "auto";

	private static final String PATCHCORE = "patchcore";
	private static final String PADIM = "padim";

	/** From this mean correlation on, parts count as lying alike: aligned prints had 0.95, everything else at most 0.5. */
	private static final double ALIGNED = 0.6;
	/** From this variance on, contrast counts as varying: magnetic tiles had 0.09, everything else at most 0.01. */
	private static final double VARIED = 0.03;
	/** A Gaussian for each place needs some images. */
	private static final int FEWEST_FOR_GAUSSIANS = 10;
	/** A training of DANFlow on a network, with cross-validation: the most steps, seconds for one of 8 images on two cores. */
	private static final int FLOW_STEPS = 400;
	private static final double FLOW_STEP_SECONDS = 2;
	private static final int FLOW_TRAININGS = 3;
	private static final double SECONDS = 60;

	/** The kind of detector to reckon with before the images are looked at: one that learns in one look, as most choices do. */
	static String likely(final String model) {
		return AUTO.equals(model) ? PATCHCORE : model;
	}

	/**
	 * Chooses.
	 *
	 * @param traits of the good images
	 * @param backbone what will compute the features
	 * @param minutes that a training may take; 0 for as few as possible
	 */
	static DetectorChoice of(final GoodImageTraits traits, final String backbone, final int minutes) {
		final boolean bank = FilterBank.NAME.equals(backbone);
		final boolean aligned = traits.alignment() >= ALIGNED;
		final boolean varied = traits.variety() >= VARIED;
		final List<String> reasons = new ArrayList<>();
		reasons.add("There are good images of " + traits.parts() + (traits.parts() == 1 ? " part." : " parts."));
		reasons.add("Two of them agree by " + decimal(traits.alignment()) + " on average, where 1 is equal and " + decimal(ALIGNED) +
			" counts as lying alike: they " + (aligned ? "show the same at the same place." : "have no common layout."));
		reasons.add("Their contrast differs from image to image by a variance of " + decimal(traits.variety()) + ", where " + decimal(VARIED) +
			" counts as much: their texture is " + (varied ? "not always the same." : "about the same."));
		if (varied && !bank && !aligned && minutes > 0)
			return slow(traits, backbone, minutes, reasons);
		return quick(traits, backbone, reasons);
	}

	/** A flow where there is time for it. */
	private static DetectorChoice slow(final GoodImageTraits traits, final String backbone, final int minutes, final List<String> reasons) {
		final long needed = Math.round(FLOW_TRAININGS * FLOW_STEPS * FLOW_STEP_SECONDS / SECONDS);
		if (minutes < needed) {
			reasons.add("DANFlow outlines defects in such textures better on " + backbone + ", but takes up to " + needed +
				" minutes on two CPU cores, more than the " + minutes + " allowed.");
			return quick(traits, backbone, reasons);
		}
		return taken("danflow", reasons,
			"on " + backbone + " it outlines defects in such textures better than detectors that learn in one look, and takes up to " + needed +
				" of the " + minutes + " minutes allowed on two CPU cores.");
	}

	private static DetectorChoice quick(final GoodImageTraits traits, final String backbone, final List<String> reasons) {
		final boolean enough = traits.parts() >= FEWEST_FOR_GAUSSIANS;
		if (traits.alignment() >= ALIGNED && enough)
			return taken(PADIM, reasons,
				"of parts that lie alike it outlines defects as well or better, and judges an image in about half the time of PatchCore.");
		if (traits.alignment() >= ALIGNED)
			return taken(PATCHCORE, reasons,
				"fewer than " + FEWEST_FOR_GAUSSIANS + " parts are too few for the Gaussians of PaDiM, which would suit parts that lie alike.");
		if (traits.variety() >= VARIED && FilterBank.NAME.equals(backbone) && enough)
			return taken(PADIM, reasons, "on " + backbone + " it tells defects in such textures better than PatchCore.");
		return taken(PATCHCORE, reasons,
			"it needs no common layout" + (FilterBank.NAME.equals(backbone) ? "." : ", and on " + backbone + " its thresholds are promised."));
	}

	private static DetectorChoice taken(final String model, final List<String> reasons, final String because) {
		reasons.add("So model=" + AUTO + " takes " + model + ": " + because);
		return new DetectorChoice(model, List.copyOf(reasons));
	}

	private static String decimal(final double value) {
		return String.format(Locale.ROOT, "%.2f", value);
	}

	/** As a model file tells it. */
	ModelInfo.Choice info() {
		return new ModelInfo.Choice(AUTO, reasons);
	}
}
