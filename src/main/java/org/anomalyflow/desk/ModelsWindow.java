package org.anomalyflow.desk;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Insets;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import javax.swing.BorderFactory;
import javax.swing.DefaultListModel;
import javax.swing.ImageIcon;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.JTextArea;
import javax.swing.ListSelectionModel;
import javax.swing.SwingUtilities;
import javax.swing.SwingWorker;
import javax.swing.filechooser.FileNameExtensionFilter;

import org.anomalyflow.Models;
import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.Calibrate;
import org.anomalyflow.command.Detect;
import org.anomalyflow.command.DetectFolder;
import org.anomalyflow.command.ModelCards;
import org.anomalyflow.command.Watch;
import org.anomalyflow.util.AnomalyFlowException;

/** The library of models: one card for each, last used first, with what it is good for and what can be done with it. Takes dropped model files. */
public final class ModelsWindow {

	private static final String MODEL_EXTENSION = ".aflow";
	private static final int SIDE = 64;
	private static ModelsWindow last;

	private final JFrame frame = new JFrame("Anomaly Flow: models");
	private final DefaultListModel<Models.Card> cards = new DefaultListModel<>();
	private final JList<Models.Card> list = new JList<>(cards);
	private final JTextArea details = new JTextArea(24, 44);
	private final List<JButton> needModel = new ArrayList<>();
	private final List<JButton> needLibrary = new ArrayList<>();

	private ModelsWindow() {
		frame.setName("anomaly-models");
		list.setName("models");
		list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
		list.setCellRenderer((of, card, index, selected, focus) -> cell(card, selected));
		list.addListSelectionListener(event -> show(list.getSelectedValue()));
		details.setName("card");
		details.setEditable(false);
		details.setLineWrap(true);
		details.setWrapStyleWord(true);
		details.setMargin(new Insets(8, 8, 8, 8));
		final JScrollPane left = new JScrollPane(list);
		left.setPreferredSize(new Dimension(300, 320));
		final JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, left, new JScrollPane(details));
		frame.add(split, BorderLayout.CENTER);
		frame.add(buttons(), BorderLayout.SOUTH);
		FileDrop.on(list, ModelsWindow::isModel, this::fill);
		FileDrop.on(details, ModelsWindow::isModel, this::fill);
		frame.pack();
		Placement.free(frame);
	}

	/** Opens the window, or brings it to the front. */
	public static void open() {
		SwingUtilities.invokeLater(() -> shown().fill(null));
	}

	/** Opens the card of a model, which need not be in the library. */
	public static void open(final File model) {
		SwingUtilities.invokeLater(() -> shown().fill(model));
	}

	private static ModelsWindow shown() {
		if (last == null || !last.frame.isDisplayable())
			last = new ModelsWindow();
		last.frame.setVisible(true);
		last.frame.toFront();
		return last;
	}

	/** Whether a file is called as model files are. */
	public static boolean isModel(final File file) {
		return file.isFile() && file.getName().toLowerCase(Locale.ROOT).endsWith(MODEL_EXTENSION);
	}

	private Component cell(final Models.Card card, final boolean selected) {
		final JLabel label = new JLabel("<html><b>" + escaped(card.name()) + "</b><br>" +
			escaped(card.fault().isEmpty() ? card.kind() : "cannot be used") + "<br>used " + ModelCards.time(card.used()) + "</html>");
		label.setFont(list.getFont().deriveFont(Font.PLAIN));
		label.setIcon(icon(card));
		label.setIconTextGap(10);
		label.setBorder(BorderFactory.createEmptyBorder(4, 6, 4, 6));
		label.setOpaque(true);
		label.setBackground(selected ? list.getSelectionBackground() : list.getBackground());
		label.setForeground(selected ? list.getSelectionForeground() : list.getForeground());
		return label;
	}

	private static ImageIcon icon(final Models.Card card) {
		final BufferedImage place = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
		card.picture().ifPresent(file -> {
			final Image picture = new ImageIcon(file.getPath()).getImage();
			final double scale = Math.min((double) SIDE / Math.max(1, picture.getWidth(null)),
				(double) SIDE / Math.max(1, picture.getHeight(null)));
			final int width = (int) (scale * picture.getWidth(null));
			final int height = (int) (scale * picture.getHeight(null));
			final Graphics2D g = place.createGraphics();
			g.drawImage(picture, (SIDE - width) / 2, (SIDE - height) / 2, width, height, null);
			g.dispose();
		});
		return new ImageIcon(place);
	}

	private static String escaped(final String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;");
	}

	private JPanel buttons() {
		final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING));
		start(buttons, "Detect...", Detect.class);
		start(buttons, "Folder...", DetectFolder.class);
		start(buttons, "Watch...", Watch.class);
		start(buttons, "Calibrate...", Calibrate.class);
		needLibrary.add(button(buttons, "Rename...", card -> {
			final String name = (String) JOptionPane.showInputDialog(frame, "New name", frame.getTitle(), JOptionPane.PLAIN_MESSAGE, null, null,
				card.name());
			if (name != null)
				change(() -> Models.ofUser().rename(card.name(), name));
		}));
		needLibrary.add(button(buttons, "Remove", card -> change(() -> Models.ofUser().remove(card.name()))));
		needLibrary.get(1).setToolTipText("Takes the model out of the library; its file stays.");
		needModel.add(button(buttons, "Keep in library", card -> change(() -> Models.ofUser().register(card.file(), ""))));
		final JButton add = new JButton("Add file...");
		add.addActionListener(event -> choose());
		buttons.add(add);
		return buttons;
	}

	private void start(final JPanel buttons, final String label, final Class<? extends AnomalyCommand> type) {
		needModel.add(button(buttons, label, card -> CommandStart.dialog(type, Map.of("model_file", card.file().getPath()))));
	}

	private JButton button(final JPanel buttons, final String label, final Consumer<Models.Card> action) {
		final JButton button = new JButton(label);
		button.addActionListener(event -> action.accept(list.getSelectedValue()));
		buttons.add(button);
		return button;
	}

	private void choose() {
		final JFileChooser chooser = new JFileChooser();
		chooser.setFileFilter(new FileNameExtensionFilter("Anomaly Flow models (*" + MODEL_EXTENSION + ")", MODEL_EXTENSION.substring(1)));
		if (chooser.showOpenDialog(frame) == JFileChooser.APPROVE_OPTION)
			change(() -> Models.ofUser().register(chooser.getSelectedFile(), ""));
	}

	private void change(final Runnable change) {
		try {
			change.run();
		}
		catch (final AnomalyFlowException e) {
			JOptionPane.showMessageDialog(frame, Failures.words(e), frame.getTitle(), JOptionPane.WARNING_MESSAGE);
		}
		fill(null);
	}

	/** Reads the library while the window stays usable. */
	private void fill(final File wanted) {
		new SwingWorker<List<Models.Card>, Void>() {

			private Models.Card first;

			@Override
			protected List<Models.Card> doInBackground() {
				final List<Models.Card> found = new ArrayList<>(Models.ofUser().cards());
				if (wanted == null)
					return found;
				first = Models.ofUser().card(wanted);
				if (found.stream().noneMatch(card -> card.file().equals(first.file())))
					found.add(0, first);
				return found;
			}

			@Override
			protected void done() {
				try {
					fill(get(), first);
				}
				catch (final InterruptedException e) {
					Thread.currentThread().interrupt();
				}
				catch (final ExecutionException e) {
					details.setText(Failures.words(e.getCause()));
				}
			}
		}.execute();
	}

	private void fill(final List<Models.Card> found, final Models.Card wanted) {
		cards.clear();
		found.forEach(cards::addElement);
		show(null);
		if (found.isEmpty())
			details
				.setText("There are no models here yet. A model that you train is put here. Add a model file with the button, or drop it here.");
		else
			list.setSelectedIndex(wanted == null ? 0 : Math.max(0, found.stream().map(Models.Card::file).toList().indexOf(wanted.file())));
	}

	private void show(final Models.Card card) {
		needModel.forEach(button -> button.setEnabled(card != null && card.fault().isEmpty()));
		needLibrary.forEach(button -> button.setEnabled(card != null && isInLibrary(card)));
		if (card == null)
			return;
		needModel.get(needModel.size() - 1).setEnabled(card.fault().isEmpty() && !isInLibrary(card));
		details.setText(card.fault().isEmpty() ? words(card) : card.name() + " cannot be used.\n\n" + card.fault());
		details.setCaretPosition(0);
	}

	/** One that was dropped is called as its file, extension and all. */
	private static boolean isInLibrary(final Models.Card card) {
		return !card.name().endsWith(MODEL_EXTENSION);
	}

	private static String words(final Models.Card card) {
		return card.name() + "\n\n" + card.kind() + ", trained on " + card.device() + "\nLearned from " + card.data() + "\nMade " +
			ModelCards.time(card.made()) + ", used " + ModelCards.time(card.used()) + "\n\n" + String.join("\n", card.thresholds()) +
			"\n\nHealth: " + ModelCards.health(card) + "\n\n" + card.file();
	}
}
