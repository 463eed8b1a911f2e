package org.anomalyflow;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ij.ImagePlus;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.calibration.CalibrationFolders;
import org.anomalyflow.calibration.CalibrationImages;
import org.anomalyflow.calibration.CalibrationOptions;
import org.anomalyflow.calibration.CalibrationReader;
import org.anomalyflow.calibration.CalibrationResult;
import org.anomalyflow.calibration.Recalibration;
import org.anomalyflow.checkpoint.CheckpointImport;
import org.anomalyflow.checkpoint.ExportFormat;
import org.anomalyflow.checkpoint.ImportOptions;
import org.anomalyflow.checkpoint.ImportResult;
import org.anomalyflow.checkpoint.ModelExport;
import org.anomalyflow.dataset.GoodImages;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.EngineRest;
import org.anomalyflow.engine.EngineThreads;
import org.anomalyflow.evaluation.ComparedBackbones;
import org.anomalyflow.evaluation.DetectorComparison;
import org.anomalyflow.evaluation.EvaluationOptions;
import org.anomalyflow.evaluation.Evaluator;
import org.anomalyflow.evaluation.FolderDetection;
import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.evaluation.FolderWatch;
import org.anomalyflow.evaluation.WatchOptions;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.VerdictListener;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.OnePassFactory;
import org.anomalyflow.pretrained.WeightsStore;
import org.anomalyflow.report.ModelSummary;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.ImageAddition;
import org.anomalyflow.training.ModelTrainer;
import org.anomalyflow.training.TrainingImages;
import org.anomalyflow.training.TrainingListener;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.training.TrainingPace;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/**
 * Everything that Anomaly Flow does, as a plain Java API without host and dialogs. Failures are
 * {@link org.anomalyflow.util.AnomalyFlowException}s whose messages are meant for users.
 */
public final class AnomalyFlow {

	/** The most threads that can be asked for. */
	public static final int MOST_THREADS = EngineThreads.MOST;

	private final String device;
	private final String precision;
	private final Progress progress;

	/**
	 * @param device auto, cpu, gpu or gpu:N
	 * @param precision auto, float32 or mixed
	 * @param progress told what is done; asked whether to stop
	 */
	public AnomalyFlow(final String device, final String precision, final Progress progress) {
		this.device = device;
		this.precision = precision;
		this.progress = progress;
	}

	/**
	 * Trains a model on good images and writes it.
	 *
	 * @param goodImages folder of images, or category folder; null or empty path for the slices of {@code stack}
	 * @param stack an open stack; needed only without a folder
	 * @param saveTo the model file to write
	 * @param options the user's choices
	 */
	public ModelBundle train(final File goodImages, final ImagePlus stack, final File saveTo, final TrainingOptions options) {
		return train(goodImages, stack, saveTo, options, TrainingListener.NONE);
	}

	/**
	 * The same for somebody who watches.
	 *
	 * @param listener told in numbers how it goes
	 */
	public ModelBundle train(final File goodImages, final ImagePlus stack, final File saveTo, final TrainingOptions options,
		final TrainingListener listener)
	{
		final Path target = target(saveTo);
		AtomicFiles.checkWritable(target);
		if (options.resume() && !ModelTrainer.isUnfinished(target))
			progress.message("There is no unfinished training of " + target + " to resume" +
				(Files.exists(target) ? "; that model is finished" : "") + ". It starts from the beginning.");
		final TrainingImages images = trainingImages(goodImages, stack, options);
		try (ComputeContext context = openEngine()) {
			final ModelBundle trained = new ModelTrainer(context, options, progress, listener).train(images, target);
			TrainingPace.ofUser().note(trained.info(), options.holdout(), images.size());
			return trained;
		}
	}

	private TrainingImages trainingImages(final File folder, final ImagePlus stack, final TrainingOptions options) {
		if (folder != null && !folder.getPath().isBlank())
			return TrainingImages.of(GoodImages.find(folder.toPath(), progress), options, progress);
		if (stack == null || stack.getWidth() == 0)
			throw new InvalidParameterException("good_images", null,
				"give a folder of good images, or open a stack whose slices are the good images");
		return TrainingImages.of(ImageSlices.of(stack), options, progress);
	}

	/**
	 * Chooses how many threads the engine computes with on the CPU, in this process, for what the calling thread does from now
	 * on. Several processes side by side are faster with one thread each than with as many as there are cores. The last digits of
	 * results may depend on the number.
	 *
	 * @param threads from 1 to {@value #MOST_THREADS}; 0 for one on each core that others leave free, or as many as
	 *          {@code OMP_NUM_THREADS} says
	 */
	public static void useThreads(final int threads) {
		EngineThreads.choose(threads);
	}

	/**
	 * When this process is ended, by a signal or {@link System#exit}, cancels what the engine is computing and waits for that up to five
	 * seconds, because the engine's library may crash if it still computes then. For programs that do not end their work themselves; what
	 * runs in a shutdown hook must not compute any more.
	 */
	public static void restBeforeExit() {
		EngineRest.beforeExit();
	}

	/**
	 * Judges an image or stack slice by slice.
	 *
	 * @param image an open image
	 * @param modelFile the model
	 * @param options the user's choices
	 */
	public ImageDetection detect(final ImagePlus image, final File modelFile, final DetectionOptions options) {
		final ImageSlices slices = ImageSlices.of(image);
		try (OpenDetector detector = open(modelFile)) {
			return detector.detect(slices, options, progress);
		}
	}

	/**
	 * As {@link #detect}, for hosts, in which an image is often followed by another one: the model stays loaded for the next
	 * call with the same file, device and precision, until another model is used, anything else here needs memory,
	 * {@link #freeKept} is called, or five minutes have passed.
	 */
	public ImageDetection detectNext(final ImagePlus image, final File modelFile, final DetectionOptions options) {
		final ImageSlices slices = ImageSlices.of(image);
		return KeptDetector.OF_HOSTS.detect(modelFile(modelFile), device, precision, slices, options, progress);
	}

	/** Frees the memory of the model that {@link #detectNext} has left loaded, if there is one. */
	public static void freeKept() {
		KeptDetector.OF_HOSTS.free();
	}

	/**
	 * Loads a model to judge many images with.
	 *
	 * @param modelFile the model
	 * @return to be closed
	 */
	public OpenDetector open(final File modelFile) {
		return new OpenDetector(modelFile(modelFile), device, precision, progress);
	}

	/**
	 * Loads a model to judge many images with, for programs that need no progress.
	 *
	 * @param modelFile the model
	 * @param device auto, cpu, gpu or gpu:N
	 * @param precision auto, float32 or mixed
	 * @return to be closed
	 */
	public static OpenDetector open(final File modelFile, final String device, final String precision) {
		return new AnomalyFlow(device, precision, Progress.NONE).open(modelFile);
	}

	/** The engine for work that may take all memory. */
	private ComputeContext openEngine() {
		freeKept();
		return ComputeContext.open(device, precision, progress);
	}

	/** Judges the images of a folder and writes what was chosen. */
	public BatchOutcome detectFolder(final FolderOptions options) {
		return detectFolder(options, VerdictListener.NONE);
	}

	/**
	 * Judges the images of a folder and writes what was chosen.
	 *
	 * @param listener told of every verdict
	 */
	public BatchOutcome detectFolder(final FolderOptions options, final VerdictListener listener) {
		Models.ofUser().used(options.modelFile());
		final ModelBundle bundle = BundleFile.read(options.modelFile());
		warnOfUnset(bundle.info(), options.detection(), progress);
		try (ComputeContext context = openEngine()) {
			return new FolderDetection(context, bundle, options, progress, listener).run();
		}
	}

	/**
	 * Judges the images of a folder as they arrive, until the time is over, the stop file appears or the user stops.
	 *
	 * @param listener told of every verdict
	 */
	public BatchOutcome watch(final WatchOptions options, final VerdictListener listener) {
		Models.ofUser().used(options.folder().modelFile());
		warnOfUnset(BundleFile.describe(options.folder().modelFile()), options.folder().detection(), progress);
		return new FolderWatch(options, progress, listener).run(this::openEngine);
	}

	static void warnOfUnset(final ModelInfo model, final DetectionOptions options, final Progress progress) {
		final ModelInfo.Calibration calibration = model.calibration();
		if (!calibration.imageThreshold().toThreshold().isSet() && options.imageThreshold().isEmpty())
			progress.message("Warning: the model's image threshold is not set, so every image is for review. Run calibrate with " +
				"good images, or give image_threshold.");
		if (!calibration.pixelThreshold().toThreshold().isSet() && options.pixelThreshold().isEmpty())
			progress.message("Warning: the model's pixel threshold is not set, so nothing is marked. Run calibrate with good " +
				"images, or give pixel_threshold.");
	}

	static void requireThresholds(final Path modelFile) {
		if (!BundleFile.read(modelFile).info().calibration().imageThreshold().toThreshold().isSet())
			throw new InvalidParameterException("model_file", modelFile,
				"a model with thresholds: an evaluation counts what is missed and rejected at them. Set them first with Calibrate Anomaly Model..., or bin/anomaly-flow calibrate --model-file " +
					modelFile + " --good-images FOLDER");
	}

	/** Trains or loads models for the categories of a data set, measures them and writes tables. */
	public BatchOutcome evaluate(final EvaluationOptions options) {
		options.modelFile().ifPresent(AnomalyFlow::requireThresholds);
		try (ComputeContext context = openEngine()) {
			return new Evaluator(context, options, progress).run().outcome();
		}
	}

	/**
	 * Trains and measures several detectors on several backbones and writes one table and report about all of them.
	 *
	 * @param options what is the same on all backbones
	 * @param backbones names separated by commas, or auto
	 * @param epochsOnNetworks epochs on all backbones but the filter bank, because published trainings are long; 0 for those of the
	 *          options
	 */
	public BatchOutcome compare(final EvaluationOptions options, final String backbones, final int epochsOnNetworks) {
		final ComparedBackbones compared = ComparedBackbones.of(backbones, epochsOnNetworks, progress);
		try (ComputeContext context = openEngine()) {
			return new DetectorComparison(context, options, compared, progress).run();
		}
	}

	/**
	 * Sets the thresholds of a model again and rewrites its file; its tensors stay as they are.
	 *
	 * @param modelFile the model
	 * @param options the user's choices
	 */
	public CalibrationResult calibrate(final File modelFile, final CalibrationOptions options) {
		final Path file = modelFile(modelFile);
		final ModelBundle bundle = BundleFile.readToReplace(file);
		final Recalibration recalibration = new Recalibration(options);
		final CalibrationResult result = options.goodImages().isEmpty()
			? recalibration.run(bundle)
			: recalibration.run(bundle, read(bundle, options.folders()));
		BundleFile.write(result.bundle(), file);
		return result;
	}

	/** Reads images for thresholds to be set or tried with. */
	CalibrationImages read(final ModelBundle bundle, final CalibrationFolders folders) {
		try (ComputeContext context = openEngine()) {
			return new CalibrationReader(context, folders, progress).read(bundle);
		}
	}

	/**
	 * Adds good images to a model and rewrites its file.
	 *
	 * @param modelFile the model
	 * @param goodImages folder of images
	 * @param retrain whether to train it anew on these images alone, with its own settings; otherwise a detector that learns in
	 *          one pass learns those that it does not know, and another one only gets its thresholds from them
	 * @param area which part of the images counts
	 * @return what was done and what to know about it, one line each
	 */
	public List<String> addImages(final File modelFile, final File goodImages, final boolean retrain, final AreaRule area) {
		final Path file = modelFile(modelFile);
		final ModelBundle bundle = BundleFile.readToReplace(file);
		if (goodImages == null || goodImages.getPath().isBlank())
			throw new InvalidParameterException("good_images", null, "give a folder of good images");
		final List<Path> files = GoodImages.find(goodImages.toPath(), progress);
		if (retrain)
			return List.of(ModelSummary.of(train(goodImages, null, file.toFile(), TrainingOptions.of(bundle.info()).withArea(area))));
		if (Detectors.of(bundle.info().model()) instanceof OnePassFactory factory)
			try (ComputeContext context = openEngine()) {
				final CalibrationResult result = new ImageAddition(context, progress).run(bundle, factory, files, area);
				BundleFile.write(result.bundle(), file);
				return result.sentences();
			}
		final List<String> sentences = new ArrayList<>(
			List.of("Thresholds only: a " + bundle.info().model() + " model learns nothing more without retrain."));
		sentences.addAll(calibrate(modelFile, CalibrationOptions.builder().optGoodImages(goodImages).optArea(area).build()).sentences());
		return sentences;
	}

	/**
	 * Makes a model file of a checkpoint that another program has trained.
	 *
	 * @param options the user's choices
	 * @param saveTo the model file to write
	 */
	public ImportResult importCheckpoint(final ImportOptions options, final File saveTo) {
		final Path target = target(saveTo);
		checkOther(options.checkpoint(), target);
		AtomicFiles.checkWritable(target);
		try (ComputeContext context = openEngine()) {
			final ImportResult result = new CheckpointImport(context, WeightsStore.open(), options, progress).run();
			BundleFile.write(result.bundle(), target);
			return result;
		}
	}

	/**
	 * Writes a model for use in Python.
	 *
	 * @param modelFile the model
	 * @param saveTo the file to write
	 * @param format as what
	 * @param progress asked before the engine's libraries are fetched, if they are not here
	 * @return what was written and what to know about it, one line each
	 */
	public static List<String> exportModel(final File modelFile, final File saveTo, final ExportFormat format, final Progress progress) {
		final Path file = modelFile(modelFile);
		final ModelBundle bundle = BundleFile.read(file);
		if (saveTo == null || saveTo.getPath().isBlank())
			throw new InvalidParameterException("save_to", null, "give the path of the file to write");
		checkOther(file, saveTo.toPath());
		freeKept();
		return ModelExport.write(bundle, format, saveTo.toPath(), () -> ComputeContext.openPortable(progress));
	}

	private static void checkOther(final Path read, final Path written) {
		if (read.toAbsolutePath().normalize().equals(written.toAbsolutePath().normalize()))
			throw new InvalidParameterException("save_to", written, "that is the file to read; give another");
	}

	/** What a model file is, in words. */
	public static String describe(final File modelFile) {
		return ModelSummary.of(BundleFile.read(modelFile(modelFile)));
	}

	/**
	 * Writes synthetic categories with defects and masks.
	 *
	 * @param saveTo folder to write them into
	 * @param categories names separated by commas, or all
	 * @param count training images per category
	 * @return the category folders
	 */
	public static List<Path> makeSampleData(final File saveTo, final String categories, final int count, final long seed,
		final Progress progress)
	{
		if (saveTo == null || saveTo.getPath().isBlank())
			throw new InvalidParameterException("save_to", null, "give the folder to write the categories into");
		final List<String> names = "all".equals(categories.trim())
			? List.of()
			: Arrays.stream(categories.split(",")).map(String::trim).toList();
		return SampleData.generate(saveTo.toPath(), names, count, seed, progress);
	}

	/** The file to write a model to. */
	private static Path target(final File file) {
		if (file == null || file.getPath().isBlank())
			throw new InvalidParameterException("save_to", null, "give the path of a model file, NAME" + BundleFile.EXTENSION);
		return file.toPath();
	}

	/** The file of a model to use that is given by path or name. */
	static Path modelFile(final File file) {
		final Path path = Models.ofUser().file(file);
		Models.ofUser().used(path);
		return path;
	}
}
