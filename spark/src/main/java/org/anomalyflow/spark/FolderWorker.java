package org.anomalyflow.spark;

import java.nio.file.Path;
import java.util.Optional;

import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkItem;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.evaluation.FolderFiles;
import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.evaluation.FolderWork;
import org.anomalyflow.util.Progress;

/** Judges images of a folder. What lies elsewhere is copied to this machine, and outputs are copied back, item by item. */
final class FolderWorker implements Worker {

	private final Scratch scratch = new Scratch();
	private final FolderJob job;
	private final FolderOptions options;
	private final ItemStore store;
	private final Optional<RemoteFolder> output;
	private final ComputeContext context;
	private final FolderWork work;

	/**
	 * Starts the engine and loads the model.
	 *
	 * @param device as a user would give it
	 */
	FolderWorker(final FolderJob job, final String device) {
		this.job = job;
		store = job.store();
		output = job.outputLocation().isPath() ? Optional.empty() : Optional.of(job.output());
		options = job.options(job.inputLocation().isPath() ? job.inputLocation().path() : scratch.folder("in"),
			job.outputLocation().isPath() ? job.outputLocation().path() : scratch.folder("out"));
		final Progress progress = new ExecutorProgress();
		context = ComputeContext.open(device, job.precision(), progress);
		final String source = job.inputLocation().isPath() ? FolderWork.source(options) : job.inputLocation().text();
		try {
			work = new FolderWork(context, job.model(), options, new Files(), source, progress);
		}
		catch (final RuntimeException | Error e) {
			close();
			throw e;
		}
	}

	/** Those of this machine, or of another file system. */
	private final class Files implements FolderFiles {

		private final Optional<RemoteFolder> input = job.inputLocation().isPath() ? Optional.empty() : Optional.of(job.input());
		private final FolderFiles here = FolderFiles.of(options.inputFolder(), options.outputFolder());

		@Override
		public Path fetch(final String image) {
			final Path file = here.fetch(image);
			input.ifPresent(folder -> folder.fetch(image, file));
			return file;
		}

		@Override
		public boolean has(final String file, final long size) {
			return output.map(folder -> folder.has(file, size)).orElseGet(() -> here.has(file, size));
		}
	}

	@Override
	public void run(final WorkItem item) {
		final String name = WorkPlan.resultOf(job.fingerprint(), item);
		try {
			final String result = work.run(item, options.resume() ? store.get(name) : Optional.empty());
			output.ifPresent(folder -> folder.putAll(options.outputFolder()));
			// what is wrong with an image is told of it, not of its copy
			store.put(name,
				job.inputLocation().isPath()
					? result
					: result.replace(options.inputFolder() + "/", job.inputLocation().text().replaceFirst("/*$", "/")));
		}
		finally {
			scratch.empty();
		}
	}

	@Override
	public void close() {
		context.close();
		scratch.close();
	}
}
