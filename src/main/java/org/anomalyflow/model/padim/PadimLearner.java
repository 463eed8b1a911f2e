package org.anomalyflow.model.padim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.model.Learned;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.util.Progress;

/** Collects the statistics of good images for a PaDiM detector. */
final class PadimLearner implements OnePassLearner {

	private static final int FEWEST_TO_LEAVE_OUT = 3;

	private final ComputeContext context;
	private final JsonObject settings;
	private final PadimSettings parsed;
	private final List<Shape> features;
	private final long[] channels;
	private final PadimEmbedding embedding;
	private final PadimStatistics statistics;
	/** What the scores of images left out need, as long as the learner is open. */
	private final NDManager owner;
	/** For each image the number of its part. */
	private final List<Integer> parts = new ArrayList<>();

	/**
	 * @param context where to compute; owns what is learned
	 * @param settings of the factory
	 * @param parsed the same for the computation
	 * @param features shapes of the feature maps of one image, [C, H, W], finest first
	 * @param channels which channels
	 */
	PadimLearner(final ComputeContext context, final JsonObject settings, final PadimSettings parsed, final List<Shape> features,
		final long[] channels)
	{
		this(context, settings, parsed, features, channels, new PadimStatistics(context, parsed, channels.length));
	}

	/** With statistics that may have seen images already. */
	PadimLearner(final ComputeContext context, final JsonObject settings, final PadimSettings parsed, final List<Shape> features,
		final long[] channels, final PadimStatistics statistics)
	{
		this.context = context;
		this.settings = settings;
		this.parsed = parsed;
		this.features = features;
		this.channels = channels;
		embedding = new PadimEmbedding(context, features, channels);
		this.statistics = statistics;
		owner = context.newScope();
	}

	@Override
	public void add(final int part, final NDList maps, final Progress progress) {
		try (NDArray embedded = embedding.embed(maps)) {
			statistics.add(embedded);
		}
		parts.add(part);
	}

	/** Positions whose cell in the finest map counts. */
	@Override
	public void add(final int part, final NDList maps, final NDList counted, final Progress progress) {
		try (NDArray embedded = embedding.embed(maps); NDArray positions = counted.get(0).reshape(1, -1)) {
			statistics.add(embedded, positions);
		}
		parts.add(part);
	}

	@Override
	public Learned learn(final Progress progress) {
		final PadimGaussian gaussian = statistics.gaussian(context.manager());
		final Parameters parameters = new Parameters();
		gaussian.tensors().forEach(parameters::addBuffer);
		parameters.addBuffer(PadimFactory.INDICES, context.manager().create(channels));
		final JsonObject complete = settings.deepCopy();
		complete.remove(PadimFactory.COUNTED);
		if (gaussian.countsDiffer())
			complete.addProperty(PadimFactory.COUNTED, true);
		complete.addProperty(PadimFactory.RANK, gaussian.rank());
		complete.addProperty(PadimFactory.FORM, (gaussian.hasEqualGains() ? PadimForm.FACTOR : PadimForm.WEIGHTED_FACTOR).label());
		final PadimModel model = new PadimModel(context, parsed, features, embedding, gaussian);
		return new Learned(complete, parameters, model, leftOut(model), false);
	}

	/** One image can be taken out of the Gaussians, but not several of one part together. */
	private Optional<Learned.LeftOut> leftOut(final PadimModel model) {
		if (statistics.count() < FEWEST_TO_LEAVE_OUT || new HashSet<>(parts).size() < parts.size())
			return Optional.empty();
		final PadimGaussian without = statistics.withoutEach(owner);
		return Optional.of((part, maps) -> model.predictWithout(maps, without));
	}

	@Override
	public void close() {
		statistics.close();
		owner.close();
	}
}
