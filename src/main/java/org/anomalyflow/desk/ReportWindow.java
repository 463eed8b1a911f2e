package org.anomalyflow.desk;

import java.awt.BorderLayout;
import java.awt.Desktop;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Frame;
import java.awt.Insets;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.io.File;
import java.io.IOException;
import java.util.List;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;

import org.anomalyflow.command.DialogWords;

/** How a command ended: what it found or wrote, what there is to know about it, and buttons that open what was written. */
public final class ReportWindow {

	private static final Dimension LARGEST = new Dimension(760, 460);
	private static final int GAP = 10;

	private ReportWindow() {}

	/**
	 * Opens it; the host stays usable.
	 *
	 * @param owner the host's main window; may be null
	 * @param title what was done
	 * @param text the result
	 * @param notes what was told on the way
	 * @param products files and folders that were written; what is not there is left out
	 */
	public static void show(final Frame owner, final String title, final String text, final List<String> notes, final List<File> products) {
		final String all = DialogWords.of(text.strip()) + (notes.isEmpty() ? "" : "\n\nTo know:\n" + String.join("\n", notes));
		SwingUtilities.invokeLater(() -> open(owner, title, all, products));
	}

	private static void open(final Frame owner, final String title, final String text, final List<File> products) {
		final JTextArea area = new JTextArea(text);
		area.setEditable(false);
		area.setLineWrap(true);
		area.setWrapStyleWord(true);
		area.setColumns(80);
		area.setMargin(new Insets(GAP, GAP, GAP, GAP));
		area.setCaretPosition(0);
		final JDialog dialog = new JDialog(owner, title, false);
		dialog.setName("anomaly-report");
		final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.TRAILING));
		products.stream().filter(File::exists).forEach(product -> buttons.add(button(product)));
		final JButton close = new JButton("Close");
		close.addActionListener(event -> dialog.dispose());
		buttons.add(close);
		dialog.getRootPane().setDefaultButton(close);
		dialog.getRootPane().registerKeyboardAction(event -> dialog.dispose(), KeyStroke.getKeyStroke("ESCAPE"),
			JComponent.WHEN_IN_FOCUSED_WINDOW);
		final JScrollPane scroll = new JScrollPane(area);
		scroll.setBorder(BorderFactory.createEmptyBorder());
		dialog.add(scroll, BorderLayout.CENTER);
		dialog.add(buttons, BorderLayout.SOUTH);
		dialog.pack();
		// the text has its height only once it has its width
		dialog.pack();
		dialog.setSize(Math.min(LARGEST.width, dialog.getWidth()), Math.min(LARGEST.height, dialog.getHeight()));
		Placement.free(dialog);
		dialog.setVisible(true);
		dialog.toFront();
	}

	/** Opens a page or a folder; of another file it copies the path, which is what the next dialog wants. */
	private static JButton button(final File product) {
		final boolean page = product.getName().endsWith(".html");
		final boolean opens = (page || product.isDirectory()) && Desktop.isDesktopSupported();
		final JButton button = new JButton(!opens ? "Copy path of " + product.getName() : page ? "Open report" : "Open folder");
		button.setToolTipText(product.getAbsolutePath());
		button.addActionListener(event -> {
			if (!opens || !opened(product))
				Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(product.getAbsolutePath()), null);
		});
		return button;
	}

	private static boolean opened(final File product) {
		try {
			Desktop.getDesktop().open(product);
			return true;
		}
		catch (final IOException | UnsupportedOperationException e) {
			return false; // no program for it
		}
	}
}
