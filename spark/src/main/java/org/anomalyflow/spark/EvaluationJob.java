package org.anomalyflow.spark;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.anomalyflow.distributed.FolderStore;
import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.evaluation.EvaluationOptions;
import org.anomalyflow.evaluation.EvaluationWork;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/** An evaluation, as executors do it. Data set, model file and results lie in folders that all machines see. */
final class EvaluationJob implements Job {

	private static final long serialVersionUID = 1L;

	private static final String AUTO = "auto";

	private final Arguments arguments;
	/** Of the plan. */
	private String fingerprint;

	/**
	 * @param given arguments of the command evaluate
	 * @throws InvalidParameterException if a folder or file is not a path
	 */
	EvaluationJob(final Arguments given) {
		final TreeMap<String, String> texts = new TreeMap<>(given.texts());
		for (final String name : new String[]{ "dataset", "output_folder", "model_file" })
			if (texts.containsKey(name) || !name.equals("model_file"))
				texts.put(name, path(given.location(name), name).toString());
		arguments = new Arguments(texts);
	}

	private static Path path(final Location location, final String name) {
		if (!location.isPath())
			throw new InvalidParameterException(name, location,
				"an evaluation reads its images several times and writes models: give a path that all machines see, as of a network folder");
		return location.path();
	}

	/** The user's choices. */
	EvaluationOptions options() {
		return arguments.command(org.anomalyflow.command.Evaluate.class, Map.of()).options();
	}

	/**
	 * Lists the runs; to be called before the job is sent to executors.
	 *
	 * @param progress told what the data set holds and lacks
	 */
	WorkPlan plan(final Progress progress) {
		try (ComputeContext context = ComputeContext.open(device(), precision(), progress)) {
			final WorkPlan plan = new EvaluationWork(context, options(), progress).plan(0);
			fingerprint = plan.fingerprint();
			return plan;
		}
	}

	/** Where results of runs are kept. */
	ItemStore store() {
		return new FolderStore(options().outputFolder());
	}

	String fingerprint() {
		return fingerprint;
	}

	String precision() {
		return arguments.text("precision", AUTO);
	}

	@Override
	public String key() {
		return Digests.sha256(arguments.texts() + fingerprint);
	}

	@Override
	public String device() {
		return arguments.text("device", AUTO);
	}

	@Override
	public int threads() {
		return Integer.parseInt(arguments.text("threads", "0"));
	}

	@Override
	public Worker open(final String device) {
		return new EvaluationWorker(this, device);
	}
}
