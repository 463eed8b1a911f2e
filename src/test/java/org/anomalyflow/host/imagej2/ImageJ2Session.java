package org.anomalyflow.host.imagej2;

import java.awt.Dialog;
import java.awt.Frame;
import java.awt.Window;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import net.imagej.patcher.LegacyInjector;
import org.anomalyflow.command.Detect;
import org.anomalyflow.command.Train;
import org.scijava.Context;
import org.scijava.Gateway;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.ui.UIService;

/**
 * Runs inside a real ImageJ2, in a process of its own: {@code macros FILE...} runs macros one after the other and says how
 * each ended; {@code java MODEL IMAGE} runs commands as a Java program does; {@code script FILE IMAGE MODEL} runs a script. With a display it opens ImageJ's window first.
 */
public final class ImageJ2Session {

	private ImageJ2Session() {}

	public static void main(final String[] args) throws Exception {
		LegacyInjector.preinit();
		final Gateway imagej = (Gateway) Class.forName("net.imagej.ImageJ").getConstructor().newInstance();
		if (!Boolean.getBoolean("java.awt.headless")) {
			imagej.launch();
			final UIService ui = imagej.get(UIService.class);
			while (!ui.isVisible())
				Thread.sleep(100);
		}
		final List<String> files = Arrays.asList(args).subList(1, args.length);
		if ("macros".equals(args[0]))
			Inside.macros(files);
		else if ("train".equals(args[0]))
			Inside.train(imagej.context(), new File(files.get(0)), new File(files.get(1)));
		else if ("script".equals(args[0]))
			System.out
				.println("SCRIPT " + ScriptRun.of(imagej.context(), new File(files.get(0)), new File(files.get(1)), new File(files.get(2))));
		else
			Inside.java(imagej.get(CommandService.class), files.get(0), files.get(1));
		Runtime.getRuntime().halt(0);
	}

	/** Loaded after ImageJ 1.x has been patched. */
	private static final class Inside {

		static void macros(final List<String> files) throws Exception {
			for (final String file : files) {
				final String code = Files.readString(Path.of(file));
				final Thread thread = new Thread(() -> System.out.println("ENDED " + Path.of(file).getFileName() + " " + IJ.runMacro(code)),
					"Run$_Macro$");
				thread.start();
				thread.join();
			}
		}

		/** As a window repeats a training: without a dialog, and shown in a window. */
		static void train(final Context context, final File good, final File model) throws Exception {
			Recorder.record = true;
			final Recorder recorder = new Recorder(true);
			new ImageJ2Runner(context).run(Train.class, Map.of("good_images", good, "save_to", model, "model", "patchcore", "backbone",
				"filter-bank", "image_size", 64, "exclude", "003.png", "device", "cpu"));
			final long end = System.currentTimeMillis() + 60_000;
			while (System.currentTimeMillis() < end && titles().stream().noneMatch(("Anomaly Flow: " + model.getName())::equals))
				Thread.sleep(200);
			System.out.println("WINDOW " + titles());
			System.out.println("RECORDED " + recorder.getText().strip());
		}

		private static List<String> titles() {
			return Arrays.stream(Window.getWindows())
				.filter(window -> window.isShowing() && ("anomaly-training".equals(window.getName()) || window instanceof Dialog))
				.map(window -> window instanceof Frame frame ? frame.getTitle() : "a dialog").toList();
		}

		static void java(final CommandService commands, final String model, final String image) throws Exception {
			final ImagePlus imp = IJ.openImage(image);
			final CommandModule done = commands.run(Detect.class, false, "image", imp, "model_file", new File(model), "pixel_threshold", "-1e9")
				.get();
			System.out.println("JAVA heatmap " + done.getOutput("heatmap").getClass().getSimpleName());
			System.out.println("JAVA mask " + done.getOutput("mask").getClass().getSimpleName());
			System.out.println("JAVA overlay " + ((ImagePlus) done.getOutput("annotated")).getOverlay().size());
			System.out.println("JAVA images " + WindowManager.getImageCount());
			imp.setTitle("hidden");
			IJ.run(imp, Detect.LABEL, "model_file=[" + model + "]");
			System.out.println("JAVA judged " + String.join(" ", WindowManager.getImageTitles()));
			final CommandModule failed = commands.run(Detect.class, true, "image", imp, "model_file", new File(model), "min_area", -1).get();
			System.out.println("JAVA cancelled " + failed.isCanceled() + " " + failed.getCancelReason());
			System.out.println("JAVA commands " +
				commands.getCommands().stream().map(CommandInfo::getClassName).filter(name -> name.startsWith(Detect.class.getPackageName()))
					.distinct().count() +
				" of " + commands.getCommands().stream().map(CommandInfo::getClassName)
					.filter(name -> name.startsWith(Detect.class.getPackageName())).count());
			System.out.println("JAVA outputs " + done.getOutput("decision") + " " + (done.getOutput("score") instanceof Double) + " " +
				(done.getOutput("p_value") instanceof Double) + " " + done.getOutput("reason") + " " +
				((ImagePlus) done.getOutput("regions")).getBitDepth());
			System.out.println("JAVA first input " + commands.getCommand(Train.class).inputs().iterator().next().getName());
		}
	}
}
