package org.anomalyflow.host.imagej1;

import java.awt.Dimension;
import java.awt.GridLayout;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.io.File;
import java.util.List;

import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.SwingUtilities;
import javax.swing.TransferHandler;

/**
 * A program of its own from which files are dragged, as a file manager is: a window at the left lower end of the screen with a line of
 * {@value #HEIGHT} pixels for each file that it is given.
 */
public final class DragSource extends TransferHandler {

	static final int HEIGHT = 40;
	static final int WIDTH = 120;

	private static final long serialVersionUID = 1L;

	private final transient File file;

	private DragSource(final File file) {
		this.file = file;
	}

	/** @param args left and upper end of the window, and files */
	public static void main(final String[] args) {
		SwingUtilities.invokeLater(() -> {
			final JFrame frame = new JFrame();
			frame.setUndecorated(true);
			frame.setAlwaysOnTop(true);
			frame.setFocusableWindowState(false);
			frame.setLayout(new GridLayout(0, 1));
			for (final String path : List.of(args).subList(2, args.length))
				frame.add(line(new File(path)));
			frame.pack();
			frame.setLocation(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
			frame.setVisible(true);
			System.out.println("READY");
		});
	}

	private static JLabel line(final File file) {
		final JLabel line = new JLabel(file.getName());
		line.setPreferredSize(new Dimension(WIDTH, HEIGHT));
		line.setTransferHandler(new DragSource(file));
		line.addMouseMotionListener(new MouseAdapter() {

			@Override
			public void mouseDragged(final MouseEvent event) {
				line.getTransferHandler().exportAsDrag(line, event, COPY);
			}
		});
		return line;
	}

	@Override
	public int getSourceActions(final JComponent component) {
		return COPY;
	}

	@Override
	protected Transferable createTransferable(final JComponent component) {
		return new Transferable() {

			@Override
			public DataFlavor[] getTransferDataFlavors() {
				return new DataFlavor[]{ DataFlavor.javaFileListFlavor };
			}

			@Override
			public boolean isDataFlavorSupported(final DataFlavor flavor) {
				return DataFlavor.javaFileListFlavor.equals(flavor);
			}

			@Override
			public Object getTransferData(final DataFlavor flavor) {
				return List.of(file);
			}
		};
	}

	@Override
	protected void exportDone(final JComponent component, final Transferable data, final int action) {
		System.out.println("DROPPED " + file.getName() + " " + (action != NONE));
	}
}
