package org.anomalyflow.desk;

import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.StringSelection;
import java.awt.datatransfer.Transferable;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

import javax.swing.JComponent;
import javax.swing.TransferHandler;
import javax.swing.text.JTextComponent;

/** Lets files and folders be dropped on a component. In a text field cutting, copying and pasting go on as they were. */
final class FileDrop extends TransferHandler {

	private static final long serialVersionUID = 1L;

	private final transient Predicate<File> fits;
	private final transient Consumer<File> taken;

	private FileDrop(final Predicate<File> fits, final Consumer<File> taken) {
		this.fits = fits;
		this.taken = taken;
	}

	/**
	 * @param fits which file of those that were dropped to take
	 * @param taken told the first of them
	 */
	static void on(final JComponent component, final Predicate<File> fits, final Consumer<File> taken) {
		component.setTransferHandler(new FileDrop(fits, taken));
	}

	@Override
	public boolean canImport(final TransferSupport support) {
		return support.isDataFlavorSupported(DataFlavor.javaFileListFlavor) || isText(support);
	}

	private static boolean isText(final TransferSupport support) {
		return support.getComponent() instanceof JTextComponent && support.isDataFlavorSupported(DataFlavor.stringFlavor);
	}

	@Override
	public boolean importData(final TransferSupport support) {
		try {
			if (support.isDataFlavorSupported(DataFlavor.javaFileListFlavor)) {
				final Optional<File> file = ((List<?>) support.getTransferable().getTransferData(DataFlavor.javaFileListFlavor)).stream()
					.map(File.class::cast).filter(fits).findFirst();
				file.ifPresent(taken);
				return file.isPresent();
			}
			if (!isText(support))
				return false;
			((JTextComponent) support.getComponent())
				.replaceSelection((String) support.getTransferable().getTransferData(DataFlavor.stringFlavor));
			return true;
		}
		catch (final UnsupportedFlavorException | IOException e) {
			return false; // what was dropped is gone
		}
	}

	@Override
	public int getSourceActions(final JComponent component) {
		return component instanceof JTextComponent ? COPY_OR_MOVE : NONE;
	}

	@Override
	protected Transferable createTransferable(final JComponent component) {
		return component instanceof JTextComponent text && text.getSelectedText() != null ? new StringSelection(text.getSelectedText()) : null;
	}

	@Override
	protected void exportDone(final JComponent component, final Transferable data, final int action) {
		if (action == MOVE && component instanceof JTextComponent text)
			text.replaceSelection("");
	}
}
