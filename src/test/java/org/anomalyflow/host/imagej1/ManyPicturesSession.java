package org.anomalyflow.host.imagej1;

import java.awt.Rectangle;
import java.awt.Window;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.swing.JComboBox;
import javax.swing.JList;
import javax.swing.JScrollBar;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;

import ij.IJ;
import ij.ImageJ;
import ij.WindowManager;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.desk.FolderWindow;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.FolderRun;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.inference.VerdictListener;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;

/** The window of a folder with as many pictures as a shift brings, in a process with a display; prints what it costs. */
public final class ManyPicturesSession {

	private static final int SCROLLS = 200;
	private static final int STEPS_BACK = 20;
	private static final int READING_MILLIS = 2000;
	private static final int GOOD_PER_DEFECT = 10;
	private static final double MEGABYTE = 1e6;

	private final OnScreen screen = new OnScreen();

	private ManyPicturesSession() throws Exception {}

	/** @param args category folder, folder for everything else, how many pictures */
	public static void main(final String[] args) {
		OnScreen.andEnd(() -> new ManyPicturesSession().work(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2])));
	}

	private void work(final Path category, final Path folder, final int count) throws Exception {
		new ImageJ();
		final File model = folder.resolve("part.aflow").toFile();
		final AnomalyFlow flow = new AnomalyFlow("cpu", "float32", Progress.NONE);
		final DetectionOptions options = DetectionOptions.builder().build();
		flow.train(category.toFile(), null, model,
			TrainingOptions.builder().optModel("patchcore").optBackbone("filter-bank").optImageSize(64).build());
		final List<Path> files = new ArrayList<>();
		for (final String kind : List.of("good", "spot"))
			try (var all = Files.list(category.resolve("test/" + kind))) {
				all.sorted().limit(1).forEach(files::add);
			}
		final List<ImageDetection> detections = files.stream().map(file -> flow.detectNext(IJ.openImage(file.toString()), model, options))
			.toList();
		final FolderRun run = new FolderRun(category, folder.resolve("out"), model.toPath(), options, "cpu", "float32", true);
		final VerdictListener listener = FolderWindow.open(run);
		final Window window = OnScreen.window("Anomaly Flow: watching " + category);
		final long before = heap();
		final long start = System.nanoTime();
		for (int i = 0; i < count; i++) {
			final int which = i % GOOD_PER_DEFECT == 0 ? 1 : 0;
			listener.judged(new PictureVerdict(files.get(which), "picture" + i + ".png", 1, 1, which == 0 ? "pass" : "reject",
				which + i % 7 / 10.0, which == 0 ? 0.5 : 0.001, "", which, 0.1, 1, false), Optional.of(detections.get(which)));
		}
		OnScreen.await("see all pictures", () -> OnScreen.text(window, "counts").startsWith(count + " pictures"));
		say("seconds", seconds(start));
		say("megabytes", Math.round((heap() - before) / MEGABYTE));
		final JList<?> gallery = (JList<?>) OnScreen.find(window, "gallery");
		scroll(gallery);
		filter(window, gallery, "filter-verdict", "reject");
		filter(window, gallery, "filter-p", "at most 1 %");
		filter(window, gallery, "filter-verdict", "all");
		filter(window, gallery, "filter-p", "all");
		say("picture", screen.picture(window).getWidth() > 0);
		say("megabytes after scrolling", Math.round((heap() - before) / MEGABYTE));
		say("windows", Arrays.stream(Window.getWindows()).filter(each -> each.isShowing() && each != IJ.getInstance()).count());
		say("images", WindowManager.getImageCount());
		listener.ended();
	}

	/** From one end to the other and to places between, as somebody does who looks for a picture. */
	private static void scroll(final JList<?> gallery) throws Exception {
		final JScrollBar bar = ((JScrollPane) SwingUtilities.getAncestorOfClass(JScrollPane.class, gallery)).getVerticalScrollBar();
		final long[] nanos = new long[SCROLLS];
		for (int i = 0; i < SCROLLS; i++) {
			final int step = i;
			SwingUtilities.invokeAndWait(() -> {
				final long start = System.nanoTime();
				show(gallery, bar, step);
				nanos[step] = System.nanoTime() - start;
			});
		}
		Arrays.sort(nanos);
		say("scroll median ms", TimeUnit.NANOSECONDS.toMillis(nanos[SCROLLS / 2]));
		say("scroll longest ms", TimeUnit.NANOSECONDS.toMillis(nanos[SCROLLS - 1]));
		// what was passed too quickly to be read is read when somebody comes back and stays
		SwingUtilities.invokeAndWait(() -> show(gallery, bar, SCROLLS - STEPS_BACK));
		final int index = OnScreen.seen(gallery::getFirstVisibleIndex);
		Thread.sleep(READING_MILLIS);
		final Rectangle cell = OnScreen.seen(() -> gallery.getCellBounds(index, index));
		final var picture = new OnScreen().picture(gallery, cell);
		say("seen where it stops", picture.getRGB(cell.width / 2, cell.width / 2) != OnScreen.seen(gallery::getBackground).getRGB());
	}

	private static void show(final JList<?> gallery, final JScrollBar bar, final int step) {
		bar.setValue((int) ((long) bar.getMaximum() * (step * 37 % SCROLLS) / SCROLLS));
		gallery.paintImmediately(gallery.getVisibleRect());
	}

	private static void filter(final Window window, final JList<?> gallery, final String name, final String choice) throws Exception {
		SwingUtilities.invokeAndWait(() -> {
			final long start = System.nanoTime();
			((JComboBox<?>) OnScreen.find(window, name)).setSelectedItem(choice);
			gallery.paintImmediately(gallery.getVisibleRect());
			say(name + " " + choice, gallery.getModel().getSize() + " pictures");
			say("filter ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
		});
	}

	private static long heap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static double seconds(final long start) {
		return (System.nanoTime() - start) / 1e9;
	}

	private static void say(final String what, final Object value) {
		System.out.println("MANY " + what + ": " + value);
	}
}
