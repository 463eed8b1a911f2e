package org.anomalyflow.spark;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.hadoop.conf.Configuration;

import org.anomalyflow.distributed.FolderStore;
import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.evaluation.EvaluationOptions;
import org.anomalyflow.evaluation.EvaluationWork;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.Progress;

/** An evaluation, as executors do it. */
final class EvaluationJob implements Job {

	private static final long serialVersionUID = 1L;

	private static final String AUTO = "auto";

	private final Arguments arguments;
	private final Location dataset;
	private final Location output;
	/** Null if models are trained. */
	private final Location model;
	private final HadoopAccess hadoop;
	/** Of the plan. */
	private String fingerprint;

	/**
	 * @param arguments of the command evaluate
	 * @param configuration how Hadoop's file systems are reached; asked only if one is needed, or the job is sent to executors
	 */
	EvaluationJob(final Arguments arguments, final Supplier<Configuration> configuration) {
		this.arguments = arguments;
		hadoop = new HadoopAccess(configuration);
		dataset = arguments.location("dataset");
		output = arguments.location("output_folder");
		model = arguments.texts().containsKey("model_file") ? arguments.location("model_file") : null;
	}

	/**
	 * The user's choices with folders of this machine. A data set that lies elsewhere is copied once for each process.
	 *
	 * @param outputFolder where results go; what lies elsewhere is copied there afterwards
	 */
	EvaluationOptions options(final Path outputFolder) {
		final Map<String, File> places = new HashMap<>();
		places.put("dataset", LocalCopies.ofFolder(dataset, hadoop).toFile());
		places.put("output_folder", outputFolder.toFile());
		if (model != null)
			places.put("model_file", LocalCopies.of(model, "", hadoop).toFile());
		return arguments.command(org.anomalyflow.command.Evaluate.class, places).options();
	}

	Location datasetLocation() {
		return dataset;
	}

	Location outputLocation() {
		return output;
	}

	/** The output folder, if it is not of this machine. */
	RemoteFolder output() {
		return new RemoteFolder(output, hadoop.configuration());
	}

	/**
	 * Lists the runs; to be called before the job is sent to executors.
	 *
	 * @param options the user's choices
	 * @param progress told what the data set holds and lacks
	 */
	WorkPlan plan(final EvaluationOptions options, final Progress progress) {
		try (ComputeContext context = ComputeContext.open(device(), precision(), progress)) {
			final WorkPlan plan = new EvaluationWork(context, options, progress).plan(0);
			fingerprint = plan.fingerprint();
			return plan;
		}
	}

	/** Where results of runs are kept. */
	ItemStore store() {
		return output.isPath() ? new FolderStore(output.path()) : new RemoteStore(output());
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
