package org.anomalyflow.spark;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.hadoop.conf.Configuration;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.distributed.FolderStore;
import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.evaluation.FolderWork;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.Progress;

/** The detection of a folder, as executors do it. */
final class FolderJob implements Job {

	private static final long serialVersionUID = 1L;

	private static final String AUTO = "auto";
	/** Stands for a folder that is not of this machine. */
	private static final Path ELSEWHERE = Path.of("/");

	private final Arguments arguments;
	private final Location input;
	private final Location output;
	private final Location model;
	private final String modelSha256;
	private final HadoopAccess hadoop;
	/** Of the plan. */
	private String fingerprint;

	/**
	 * @param arguments of the command detect-folder
	 * @param configuration how Hadoop's file systems are reached; asked only if one is needed, or the job is sent to executors
	 */
	FolderJob(final Arguments arguments, final Supplier<Configuration> configuration) {
		this.arguments = arguments;
		hadoop = new HadoopAccess(configuration);
		input = arguments.location("input_folder");
		output = arguments.location("output_folder");
		model = arguments.location("model_file");
		modelSha256 = Digests.sha256(LocalCopies.of(model, "", hadoop));
	}

	/**
	 * Lists the images; to be called before the job is sent to executors.
	 *
	 * @param progress told what lies there and is not used
	 */
	WorkPlan plan(final Progress progress) {
		final FolderOptions options = options(input.isPath() ? input.path() : ELSEWHERE, output.isPath() ? output.path() : ELSEWHERE);
		final WorkPlan plan;
		if (input.isPath())
			plan = FolderWork.plan(model(), options, precision(), 0, progress);
		else {
			final RemoteFolder.Listing listing = input().images(options.recursive());
			plan = FolderWork.plan(model(), options, precision(), 0, listing.images(), listing.unreadable());
		}
		fingerprint = plan.fingerprint();
		return plan;
	}

	/** The user's choices with folders of this machine. */
	FolderOptions options(final Path inputFolder, final Path outputFolder) {
		return arguments.command(org.anomalyflow.command.DetectFolder.class, Map.of("input_folder", inputFolder.toFile(), "output_folder",
			outputFolder.toFile(), "model_file", LocalCopies.of(model, modelSha256, hadoop).toFile())).folderOptions();
	}

	ModelBundle model() {
		return BundleFile.read(LocalCopies.of(model, modelSha256, hadoop));
	}

	Location inputLocation() {
		return input;
	}

	Location outputLocation() {
		return output;
	}

	/** The input folder, if it is not of this machine. */
	RemoteFolder input() {
		return new RemoteFolder(input, hadoop.configuration());
	}

	/** The output folder, if it is not of this machine. */
	RemoteFolder output() {
		return new RemoteFolder(output, hadoop.configuration());
	}

	/** Where results of items are kept. */
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
		return Digests.sha256(arguments.texts() + modelSha256 + fingerprint);
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
		return new FolderWorker(this, device);
	}
}
