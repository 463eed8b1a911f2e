package org.anomalyflow.host.imagej1;

import java.awt.Component;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.Map;

import javax.swing.JSlider;
import javax.swing.JTable;

import ij.CompositeImage;
import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.plugin.frame.RoiManager;
import ij.process.ColorProcessor;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.command.Detect;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;

/** Works with the window of a result by mouse, in a process with a display, and prints what it sees. */
public final class ResultSession {

	private final OnScreen screen = new OnScreen();
	private final Window window;
	private final Component canvas;

	private ResultSession(final Window window) throws Exception {
		this.window = window;
		canvas = OnScreen.all(window, child -> child.getClass().getSimpleName().equals("ResultCanvas")).get(0);
	}

	/** @param args category folder with good images, picture with a defect, folder for a model */
	public static void main(final String[] args) {
		OnScreen.andEnd(() -> judge(args));
	}

	private static void judge(final String[] args) throws Exception {
		new ImageJ();
		final File model = new File(args[2], "part.aflow");
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(new File(args[0]), null, model,
			TrainingOptions.builder().optModel("patchcore").optBackbone("filter-bank").optImageSize(128).build());
		final ImagePlus image = hyperstack(IJ.openImage(args[1]));
		image.show();
		new ImageJ1Runner().run(Detect.class, Map.of("image", image, "model_file", model));
		new ResultSession(OnScreen.window("Anomaly Flow: parts")).look();
	}

	/** Two slices of three channels in red, green and blue, shown merged; the first without the defect. */
	private static ImagePlus hyperstack(final ImagePlus picture) {
		final ColorProcessor color = picture.getProcessor().convertToColorProcessor();
		final ImageStack stack = new ImageStack(picture.getWidth(), picture.getHeight());
		for (int slice = 0; slice < 2; slice++)
			for (int channel = 1; channel <= 3; channel++)
				stack.addSlice(color.getChannel(channel, null));
		final ImagePlus image = new ImagePlus("parts", stack);
		image.setDimensions(3, 2, 1);
		return new CompositeImage(image, CompositeImage.COMPOSITE);
	}

	private static void say(final String what, final Object value) {
		System.out.println("RESULT " + what + ": " + value);
	}

	private void look() throws Exception {
		final JTable regions = (JTable) OnScreen.all(window, child -> child instanceof JTable && child.isShowing()).get(0);
		OnScreen.await("see regions in the table", () -> regions.getRowCount() > 0);
		say("verdict", OnScreen.text(window, "verdict").startsWith("REJECT"));
		final JSlider slider = (JSlider) OnScreen.all(window, JSlider.class::isInstance).get(0);
		final BufferedImage half = picture();
		slide(slider, 0.02);
		final BufferedImage none = picture();
		say("heat can be taken away", slider.getValue() < 10 && differs(half, none));
		say("colours", isColoured(none));
		slide(slider, 0.98);
		say("heat can cover", slider.getValue() > 90 && differs(none, picture()));
		final Point at = regionOnScreen(regions);
		screen.clickAt(at.x, at.y);
		OnScreen.await("select a row by its region", () -> regions.getSelectedRow() == 0);
		say("region selects row", true);
		Thread.sleep(200);
		final BufferedImage zoomed = picture();
		screen.clickAt(canvas.getLocationOnScreen().x + 3, canvas.getLocationOnScreen().y + 3);
		OnScreen.await("take the selection away", () -> regions.getSelectedRow() < 0);
		Thread.sleep(200);
		say("row goes with region", differs(zoomed, picture()));
		screen.click(regions, regions.getCellRect(0, 1, true));
		Thread.sleep(200);
		say("row selects region", !differs(zoomed, picture()));
		final int before = WindowManager.getImageCount();
		screen.click(OnScreen.find(window, "Annotated"));
		OnScreen.await("open the annotated image", () -> WindowManager.getImageCount() == before + 1);
		say("annotated channels", WindowManager.getCurrentImage().getNChannels() + " " + WindowManager.getCurrentImage().isComposite());
		WindowManager.getCurrentImage().close();
		screen.click(OnScreen.find(window, "Labels"));
		OnScreen.await("open the label image", () -> WindowManager.getCurrentImage().getTitle().endsWith("-regions"));
		say("labels", WindowManager.getCurrentImage().getBitDepth() + " " + WindowManager.getCurrentImage().getNSlices());
		WindowManager.getCurrentImage().close();
		screen.click(OnScreen.find(window, "ROI Manager"));
		OnScreen.await("fill the ROI Manager",
			() -> RoiManager.getInstance() != null && RoiManager.getInstance().getCount() >= 2 * regions.getRowCount());
		say("rois", true);
		RoiManager.getInstance().close();
		screen.click(OnScreen.find(window, "Tables"));
		OnScreen.await("open the tables",
			() -> WindowManager.getFrame("Anomaly regions") != null && WindowManager.getFrame("Anomaly images") != null);
		say("tables", true);
	}

	private BufferedImage picture() {
		return screen.picture(canvas);
	}

	private void slide(final JSlider slider, final double share) throws Exception {
		final int thumb = (int) (8 + (slider.getWidth() - 16) * slider.getValue() / 100.0);
		final int to = (int) (8 + (slider.getWidth() - 16) * share);
		screen.drag(slider, new Point(thumb, slider.getHeight() / 2), new Point(to, slider.getHeight() / 2));
		Thread.sleep(200);
	}

	/** The middle of the first region, as large as the whole image fits. */
	private Point regionOnScreen(final JTable regions) {
		final ImagePlus image = WindowManager.getImage("parts");
		final double scale = Math.min((double) canvas.getWidth() / image.getWidth(), (double) canvas.getHeight() / image.getHeight());
		final double[] box = new double[4];
		final String[] names = { "x", "y", "width", "height" };
		for (int i = 0; i < box.length; i++)
			box[i] = Double.parseDouble(String.valueOf(regions.getValueAt(0, regions.getColumn(names[i]).getModelIndex())));
		final Point corner = canvas.getLocationOnScreen();
		return new Point((int) (corner.x + canvas.getWidth() / 2.0 + scale * (box[0] + box[2] / 2 - image.getWidth() / 2.0)),
			(int) (corner.y + canvas.getHeight() / 2.0 + scale * (box[1] + box[3] / 2 - image.getHeight() / 2.0)));
	}

	private static boolean differs(final BufferedImage a, final BufferedImage b) {
		final Rectangle all = a.getRaster().getBounds();
		int different = 0;
		for (int y = 0; y < all.height; y++)
			for (int x = 0; x < all.width; x++)
				if (a.getRGB(x, y) != b.getRGB(x, y))
					different++;
		return different > all.width * all.height / 1000;
	}

	private static boolean isColoured(final BufferedImage picture) {
		int coloured = 0;
		for (int y = 0; y < picture.getHeight(); y++)
			for (int x = 0; x < picture.getWidth(); x++) {
				final int rgb = picture.getRGB(x, y);
				if (Math.abs((rgb >> 16 & 0xff) - (rgb & 0xff)) > 15)
					coloured++;
			}
		return coloured > picture.getWidth() * picture.getHeight() / 20;
	}
}
