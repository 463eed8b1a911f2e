package org.anomalyflow.host;

import java.util.Arrays;

import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import javax.swing.UnsupportedLookAndFeelException;

import ij.ImageJ;
import net.imagej.patcher.LegacyInjector;
import org.scijava.Gateway;
import org.scijava.ui.UIService;

/** Opens the window of the ImageJ that is on the class path, ImageJ2 where it is there, and then runs another program in it. */
public final class HostWindow {

	private static final String IMAGEJ2 = "net.imagej.ImageJ";

	private HostWindow() {}

	/** @param args the class of that program, which must not be loaded before ImageJ 1.x is patched, and its arguments */
	public static void main(final String[] args) throws Exception {
		if (isImageJ2())
			openImageJ2();
		else
			Plain.open();
		Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
	}

	/** Whether the host is an ImageJ2. */
	public static boolean isImageJ2() {
		return HostWindow.class.getResource("/" + IMAGEJ2.replace('.', '/') + ".class") != null;
	}

	private static void openImageJ2() throws Exception {
		LegacyInjector.preinit();
		final Gateway imagej = (Gateway) Class.forName(IMAGEJ2).getConstructor().newInstance();
		imagej.launch();
		final UIService ui = imagej.get(UIService.class);
		while (!ui.isVisible())
			Thread.sleep(100);
		final String look = System.getProperty("swing.defaultlaf");
		if (look != null) // ImageJ2 has chosen its own
			SwingUtilities.invokeAndWait(() -> {
				try {
					UIManager.setLookAndFeel(look);
				}
				catch (final ReflectiveOperationException | UnsupportedLookAndFeelException e) {
					throw new IllegalArgumentException(look, e);
				}
			});
	}

	/** Loaded only where there is nothing to patch. */
	private static final class Plain {

		static void open() {
			new ImageJ();
		}
	}
}
