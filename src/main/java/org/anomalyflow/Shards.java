package org.anomalyflow;

import java.io.File;
import java.nio.file.Path;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.distributed.FolderStore;
import org.anomalyflow.distributed.Shard;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.evaluation.EvaluationMerge;
import org.anomalyflow.evaluation.EvaluationOptions;
import org.anomalyflow.evaluation.EvaluationShard;
import org.anomalyflow.evaluation.FolderFiles;
import org.anomalyflow.evaluation.FolderMerge;
import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.evaluation.FolderShard;
import org.anomalyflow.evaluation.FolderWork;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/**
 * Batch work that several processes share, on one machine or on several that see the same folders: each does a shard, and
 * {@link #merge} puts the results together. No process knows of another; two with the same shard are harmless, and one that was
 * killed is simply started again.
 */
public final class Shards {

	private final String device;
	private final String precision;
	private final Progress progress;

	/**
	 * @param device auto, cpu, gpu or gpu:N
	 * @param precision auto, float32 or mixed
	 * @param progress told what is done; asked whether to stop
	 */
	public Shards(final String device, final String precision, final Progress progress) {
		this.device = device;
		this.precision = precision;
		this.progress = progress;
	}

	private ComputeContext openEngine() {
		AnomalyFlow.freeKept();
		return ComputeContext.open(device, precision, progress);
	}

	/**
	 * Judges one shard of the images of a folder.
	 *
	 * @param options the user's choices, the same for all shards
	 * @param shard which part
	 */
	public BatchOutcome detectFolder(final FolderOptions options, final Shard shard) {
		final ModelBundle bundle = BundleFile.read(options.modelFile());
		AnomalyFlow.warnOfUnset(bundle.info(), options.detection(), progress);
		try (ComputeContext context = openEngine()) {
			return new FolderShard(context, bundle, options, shard, progress).run();
		}
	}

	/**
	 * Trains and measures one shard of the runs of an evaluation.
	 *
	 * @param options the user's choices, the same for all shards
	 * @param shard which part
	 */
	public BatchOutcome evaluate(final EvaluationOptions options, final Shard shard) {
		options.modelFile().ifPresent(AnomalyFlow::requireThresholds);
		try (ComputeContext context = openEngine()) {
			return new EvaluationShard(context, options, shard, progress).run();
		}
	}

	/**
	 * Puts the results of all shards together: the tables, and for an evaluation the report, are those that one process would
	 * have written, but for times. What is missing is named, and can be done and merged later.
	 *
	 * @param outputFolder the output folder of all shards
	 * @param progress told what is done
	 * @throws InvalidParameterException if no shard has begun there
	 */
	public static BatchOutcome merge(final File outputFolder, final Progress progress) {
		if (outputFolder == null || outputFolder.getPath().isBlank())
			throw new InvalidParameterException("output_folder", null, "give the output folder of the shards");
		final Path output = outputFolder.toPath();
		final FolderStore store = new FolderStore(output);
		final WorkPlan plan = WorkPlan.of(store).orElseThrow(() -> new InvalidParameterException("output_folder", outputFolder,
			"no shard has begun there. Give the output folder that detect-folder or evaluate had with shard"));
		return FolderWork.KIND.equals(plan.kind())
			? new FolderMerge(plan, store, output, FolderFiles.of(output, output), progress).run()
			: new EvaluationMerge(plan, store, output, progress).run();
	}
}
