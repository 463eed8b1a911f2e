package org.anomalyflow.gate;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.threshold.Conformal;
import org.anomalyflow.threshold.GoodScores;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Draws few good images from real ones, sets a threshold with them and counts false alarms on the others: promises are made
 * for exchangeable images, and here are the features of photographs instead of random numbers.
 */
class RealFeaturesSimulationTest {

	private static final Path PIPED = Path.of(System.getProperty("shared.dir", "../shared")).resolve("data/piped");
	private static final int DRAWS = 500;
	/** A gate is made of many distances. */
	private static final int GATE_DRAWS = 60;
	private static final int SIDE = 128;

	private static final Path WEIGHTS = PIPED.resolveSibling("../weights/resnet18-imagenet-layer3.safetensors");

	/** For each kind of part the features of its good images. */
	private static final List<List<float[]>> BANKS = new ArrayList<>();
	/** The same of a network, whose channels may all be silent for a few images. */
	private static final List<List<float[]>> NETWORK_BANKS = new ArrayList<>();

	@BeforeAll
	static void computeFeatures() {
		assumeTrue(Files.isDirectory(PIPED), () -> "skipped: there is no " + PIPED.toAbsolutePath());
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE); SafeTensors weights = SafeTensors.open(WEIGHTS)) {
			fill(context, Backbones.create(context, FilterBank.NAME, Collections.emptyMap(), FilterBank.COLOUR), BANKS);
			fill(context, Backbones.create(context, "resnet18", weights.tensors(), ""), NETWORK_BANKS);
		}
	}

	private static void fill(final ComputeContext context, final Backbone backbone, final List<List<float[]>> banks) {
		final FeatureExtractor extractor = new FeatureExtractor(context, backbone, FeatureLayout.ALL_MAPS, SIDE, new IntensityRange(0, 255));
		final ImageSummary summary = new ImageSummary(context);
		for (final String type : List.of("bdp01", "bft01", "brg01", "btn01", "flr01", "fvn01"))
			banks.add(bank(context, extractor, summary, PIPED.resolve(type)));
	}

	private static List<float[]> bank(final ComputeContext context, final FeatureExtractor extractor, final ImageSummary summary,
		final Path type)
	{
		final List<float[]> bank = new ArrayList<>();
		for (final String part : List.of("train/good", "test/good"))
			for (final Path file : ImageFolder.list(type.resolve(part), false).images())
				try (NDManager scope = context.newScope()) {
					final NDArray input = extractor.input(scope, ImageFiles.read(file).get(1).image());
					bank.add(ImageSummary.join(summary.of(input, extractor.features(input))));
				}
		return bank;
	}

	/** Distance to the nearest of some images: more images only lower it, so that leave-one-out thresholds are exact. */
	private static float nearest(final float[] one, final List<float[]> others) {
		double least = Double.POSITIVE_INFINITY;
		for (final float[] other : others) {
			double sum = 0;
			for (int i = 0; i < one.length && other != one; i++)
				sum += (one[i] - other[i]) * (one[i] - other[i]);
			if (other != one)
				least = Math.min(least, sum);
		}
		return (float) Math.sqrt(least);
	}

	private static double falseAlarms(final int n, final BigDecimal rate, final boolean gate, final List<List<float[]>> banks) {
		final SplittableRandom random = new SplittableRandom(n);
		double sum = 0;
		final int draws = gate ? GATE_DRAWS : DRAWS;
		for (int draw = 0; draw < draws; draw++) {
			final List<float[]> all = banks.get(draw % banks.size());
			final int[] order = SeededRandom.permutation(random, all.size());
			final List<float[]> good = new ArrayList<>();
			final List<float[]> fresh = new ArrayList<>();
			for (int i = 0; i < order.length; i++)
				(i < n ? good : fresh).add(all.get(order[i]));
			sum += gate ? gateAlarms(good, fresh) : nearestAlarms(good, fresh, rate);
		}
		return sum / draws;
	}

	private static double nearestAlarms(final List<float[]> good, final List<float[]> fresh, final BigDecimal rate) {
		final float[] scores = new float[good.size()];
		for (int i = 0; i < scores.length; i++)
			scores[i] = nearest(good.get(i), good);
		final float threshold = new GoodScores(scores, ThresholdBasis.LEAVE_ONE_OUT, ScoreScale.ENERGY).threshold(rate).value();
		return fresh.stream().filter(one -> nearest(one, good) >= threshold).count() / (double) fresh.size();
	}

	private static double gateAlarms(final List<float[]> good, final List<float[]> fresh) {
		final GateLearner learner = new GateLearner();
		for (int i = 0; i < good.size(); i++)
			learner.add(i, good.get(i));
		final Gate gate = learner.learn();
		return fresh.stream().filter(one -> gate.unlikeness(one) >= 1).count() / (double) fresh.size();
	}

	/** Within the promise: the mean over draws, with three standard errors of draws whose own rates spread as Beta does. */
	@Test
	void leaveOneOutKeepsItsPromise() {
		for (final int n : new int[]{ 12, 20, 40 }) {
			final BigDecimal rate = new BigDecimal(n == 12 ? "0.1" : "0.05");
			final double promised = Conformal.rate(n, Conformal.rank(n, rate));
			final double measured = falseAlarms(n, rate, false, BANKS);
			assertTrue(measured <= promised + 3 * Math.sqrt(promised / (n + 1) / DRAWS + promised / 8 / DRAWS),
				n + " images: " + measured + ", promised " + promised);
		}
	}

	@Test
	void theGateSeldomCallsAGoodImageUnlike() {
		for (final int n : new int[]{ 12, 20, 40 }) {
			final double ofBank = falseAlarms(n, null, true, BANKS);
			final double ofNetwork = falseAlarms(n, null, true, NETWORK_BANKS);
			assertTrue(ofBank <= 0.01 && ofNetwork <= 0.01, n + " images: " + ofBank + " with the filter bank, " + ofNetwork + " with a network");
		}
	}
}
