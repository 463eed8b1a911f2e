package org.anomalyflow.host.imagej2;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.plugin.frame.RoiManager;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.calibration.ThresholdTrial;
import org.anomalyflow.command.Commands;
import org.anomalyflow.command.DialogWords;
import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.command.TrainingView;
import org.anomalyflow.desk.CommandStart;
import org.anomalyflow.desk.FolderWindow;
import org.anomalyflow.desk.ModelDrop;
import org.anomalyflow.desk.ModelsWindow;
import org.anomalyflow.desk.ReportWindow;
import org.anomalyflow.desk.ResultWindow;
import org.anomalyflow.desk.TrainingRun;
import org.anomalyflow.desk.TuneWindow;
import org.anomalyflow.inference.FolderRun;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.VerdictListener;
import org.anomalyflow.roi.Overlays;
import org.anomalyflow.roi.ResultTables;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.Texts;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.log.LogService;
import org.scijava.prefs.PrefService;
import org.scijava.task.TaskService;
import org.scijava.thread.ThreadService;

/**
 * The front end in ImageJ2 and Fiji. Images and tables are shown only for runs with pre- and postprocessing, which are
 * those of users and macros; a program that runs a command without takes the command's outputs.
 */
final class ImageJ2FrontEnd implements FrontEnd {

	private final Context context;
	private final Surroundings surroundings;
	private final StatusService status;
	private final TaskService tasks;
	private final ThreadService threads;
	private final LogService log;

	private final ThreadLocal<HostProgress> progress = new ThreadLocal<>();
	private final ThreadLocal<Boolean> shows = ThreadLocal.withInitial(() -> false);

	ImageJ2FrontEnd(final Context context) {
		this.context = context;
		surroundings = new Surroundings(context);
		status = context.service(StatusService.class);
		tasks = context.service(TaskService.class);
		threads = context.service(ThreadService.class);
		log = context.service(LogService.class);
		final PrefService preferences = context.service(PrefService.class);
		CommandStart.use(type -> new DialogMemory(preferences, type));
		if (!surroundings.isHeadless())
			ModelDrop.install();
		AnomalyFlow.restBeforeExit();
	}

	/** Announces that the command which this thread runs next is a user's or a macro's. */
	void begin() {
		shows.set(surroundings.wantsImages());
	}

	@Override
	public Progress progress() {
		HostProgress current = progress.get();
		if (current == null) {
			if (!surroundings.isHeadless() && !surroundings.isMacro())
				IJ.resetEscape();
			current = new HostProgress(status, tasks.createTask("Anomaly Flow"), surroundings.isHeadless(),
				() -> surroundings.hasWindow() && !surroundings.isMacro());
			progress.set(current);
		}
		return current;
	}

	@Override
	public void finished() {
		final HostProgress current = progress.get();
		if (current != null)
			current.finish();
		progress.remove();
		shows.remove();
	}

	@Override
	public void showDetection(final ImageDetection detection, final String rois) {
		if (!shows.get())
			return;
		final boolean both = "both".equals(rois);
		if (isForPeople()) {
			ResultWindow.show(detection, notes());
			if (both || "manager".equals(rois))
				fillManager(detection);
			return;
		}
		final ImagePlus annotated = both || "overlay".equals(rois) ? detection.annotatedImage() : detection.plainImage();
		OpenImages.show(OpenImages.current(threads), detection.heatmapImage(), detection.maskImage(), annotated);
		if (!surroundings.isHeadless() && (both || "manager".equals(rois)))
			fillManager(detection);
	}

	@Override
	public void showLabels(final ImageDetection detection) {
		if (shows.get())
			OpenImages.show(OpenImages.current(threads), detection.labelImage());
	}

	/** Whether a person has started the command and gets one window; macros get images and tables. */
	private boolean isForPeople() {
		return surroundings.hasWindow() && !surroundings.isMacro();
	}

	private static void fillManager(final ImageDetection detection) {
		final RoiManager manager = RoiManager.getRoiManager();
		Overlays.rois(detection.source(), detection.regions()).forEach(manager::addRoi);
	}

	/**
	 * {@inheritDoc} Without a display ImageJ has one table only, "Results": it takes the table of images, unless it holds
	 * something else. Every table is printed there, too.
	 */
	@Override
	public void showTable(final String title, final ResultsTable table) {
		if (!shows.get() || isForPeople())
			return;
		if (!surroundings.isHeadless()) {
			table.show(title);
			return;
		}
		printTable(title, table);
		final ResultsTable results = Analyzer.getResultsTable();
		if (ResultTables.IMAGES_TITLE.equals(title) && (results.size() == 0 || results.getColumnHeadings().equals(table.getColumnHeadings())))
			Analyzer.setResultsTable(table);
	}

	private static void printTable(final String title, final ResultsTable table) {
		System.out.println(title + ":");
		System.out.print(ResultTables.csv(table));
	}

	@Override
	public void showResult(final String text) {
		showResult(text, List.of());
	}

	@Override
	public void showResult(final String text, final List<File> products) {
		if (isForPeople())
			ReportWindow.show(IJ.getInstance(), "Anomaly Flow", text, notes(), products);
		else if (surroundings.isHeadless())
			System.out.println(Texts.printable(text));
		else
			IJ.log(text);
	}

	@Override
	public TrainingView showTraining(final Map<String, Object> inputs) {
		return shows.get() && isForPeople() ? TrainingRun.open(this, new ImageJ2Runner(context), inputs) : FrontEnd.super.showTraining(inputs);
	}

	private List<String> notes() {
		return progress.get() == null ? List.of() : progress.get().notes();
	}

	@Override
	public boolean tuneThresholds(final ThresholdTrial trial, final Function<ImagePlus, ImageDetection> judge) {
		if (!isForPeople())
			return false;
		TuneWindow.open(trial, judge, notes());
		return true;
	}

	@Override
	public Optional<VerdictListener> folderWindow(final FolderRun run) {
		return isForPeople() ? Optional.of(FolderWindow.open(run)) : Optional.empty();
	}

	@Override
	public boolean modelsWindow() {
		if (!isForPeople())
			return false;
		ModelsWindow.open();
		return true;
	}

	@Override
	public void fail(final String command, final AnomalyFlowException failure) {
		final boolean cancelled = failure instanceof CancelledException;
		final String reason = Texts.printable("Anomaly Flow, " + command + (cancelled ? ": " : " failed: ") + failure.getMessage());
		if (failure.getCause() instanceof RuntimeException || failure.getCause() instanceof Error)
			log.error(reason, failure.getCause());
		else if (surroundings.isHeadless())
			log.error(reason);
		else if (cancelled && isForPeople())
			IJ.showStatus(DialogWords.of(failure));
		else if (cancelled || surroundings.isMacro())
			IJ.log(reason);
		if (surroundings.isMacro())
			surroundings.stopMacro(reason);
		else if (!cancelled && surroundings.allowsDialogs())
			IJ.showMessage("Anomaly Flow", Commands.ALL.stream().filter(type -> type.getSimpleName().equals(command)).findFirst()
				.map(type -> DialogWords.of(failure, type)).orElseGet(() -> DialogWords.of(failure)));
	}

	@Override
	public boolean tellsAll() {
		return !surroundings.isHeadless();
	}

	@Override
	public void partlyFailed(final String command, final String summary) {
		final String text = "Anomaly Flow, " + command + " is done, but " + summary;
		if (surroundings.isHeadless())
			log.error(text);
		else
			IJ.log(text);
		if (!surroundings.isMacro() && surroundings.allowsDialogs())
			IJ.showMessage("Anomaly Flow", summary);
	}
}
