package org.anomalyflow.spark;

import java.nio.file.Path;
import java.util.Optional;

import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkItem;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.evaluation.EvaluationOptions;
import org.anomalyflow.evaluation.EvaluationWork;
import org.anomalyflow.evaluation.FolderFiles;
import org.anomalyflow.util.Progress;

/** Trains and measures: one category, detector and seed after another. */
final class EvaluationWorker implements Worker {

	/** The engine collects gradients of one training in a process at a time, and peak memory is that of the process. */
	private static final Object ONE_AT_A_TIME = new Object();

	private final Scratch scratch = new Scratch();
	private final EvaluationJob job;
	private final EvaluationOptions options;
	private final ItemStore store;
	private final Optional<RemoteFolder> output;
	private final ComputeContext context;
	private final EvaluationWork work;

	/**
	 * Starts the engine and looks at the data set.
	 *
	 * @param device as a user would give it
	 */
	EvaluationWorker(final EvaluationJob job, final String device) {
		this.job = job;
		options = job.options(job.outputLocation().isPath() ? job.outputLocation().path() : scratch.folder("out"));
		store = job.store();
		output = job.outputLocation().isPath() ? Optional.empty() : Optional.of(job.output());
		final Progress progress = new ExecutorProgress();
		context = ComputeContext.open(device, job.precision(), progress);
		try {
			work = new EvaluationWork(context, options, files(options.outputFolder(), output), progress);
		}
		catch (final RuntimeException | Error e) {
			close();
			throw e;
		}
	}

	/** Which outputs are there: in a folder of this machine, or elsewhere. */
	static FolderFiles files(final Path folder, final Optional<RemoteFolder> elsewhere) {
		final FolderFiles here = FolderFiles.of(folder, folder);
		return elsewhere.<FolderFiles>map(remote -> new FolderFiles() {

			@Override
			public Path fetch(final String image) {
				return here.fetch(image);
			}

			@Override
			public boolean has(final String file, final long size) {
				return remote.has(file, size);
			}
		}).orElse(here);
	}

	@Override
	public void run(final WorkItem item) {
		final String name = WorkPlan.resultOf(job.fingerprint(), item);
		synchronized (ONE_AT_A_TIME) {
			final String result = work.run(item, options.resume() ? store.get(name) : Optional.empty());
			output.ifPresent(remote -> remote.put(options.outputFolder(), EvaluationWork.written(result)));
			// what is wrong with an image is told of it, not of its copy
			store.put(name, job.datasetLocation().isPath() ? result : result.replace(options.dataset().toString(), job.datasetLocation().text()));
		}
	}

	@Override
	public void close() {
		context.close();
		scratch.close();
	}
}
