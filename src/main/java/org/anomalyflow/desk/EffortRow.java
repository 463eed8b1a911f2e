package org.anomalyflow.desk;

import java.awt.Component;
import java.awt.FlowLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;

import org.anomalyflow.TrainingTime;
import org.anomalyflow.util.AnomalyFlowException;

/** The time that a training may take: sets epochs and hold-out, and says how long it will be. */
final class EffortRow extends JPanel {

	private static final long serialVersionUID = 1L;
	private static final String OWN = "as under Advanced";
	private static final String USUAL = "usual";
	/** For a folder that is not counted yet. */
	private static final int SOME = 30;

	private static final String LONGEST = "about 1,000 minutes on an ordinary PC";
	private final transient FormField model;
	private final transient FormField backbone;
	private final transient FormField epochs;
	private final transient FormField holdout;
	private final JComboBox<String> choice;
	private final JLabel estimate = new JLabel();
	private final JLabel times = new JLabel();
	private int images;
	private boolean setting;

	EffortRow(final FormField model, final FormField backbone, final FormField epochs, final FormField holdout) {
		super(new FlowLayout(FlowLayout.LEADING, 0, 0));
		this.model = model;
		this.backbone = backbone;
		this.epochs = epochs;
		this.holdout = holdout;
		final List<String> items = new ArrayList<>(TrainingTime.efforts());
		items.add(OWN);
		choice = new JComboBox<>(items.toArray(new String[0]));
		choice.setName("effort");
		choice.setSelectedItem(epochs.isChanged() || holdout.isChanged() ? OWN : USUAL);
		add(choice);
		estimate.setBorder(BorderFactory.createEmptyBorder(0, 10, 0, 0));
		// room for the longest from the beginning, so that the dialog's buttons stay where they are
		estimate.setText(LONGEST);
		estimate.setPreferredSize(estimate.getPreferredSize());
		add(estimate);
		times.setName("times");
		times.setFont(times.getFont().deriveFont(times.getFont().getSize2D() - 1));
		choice.setRenderer(new DefaultListCellRenderer() {

			private static final long serialVersionUID = 1L;

			@Override
			public Component getListCellRendererComponent(final JList<?> list, final Object value, final int index, final boolean selected,
				final boolean focused)
			{
				return super.getListCellRendererComponent(list, index < 0 ? value : withTime((String) value), index, selected, focused);
			}
		});
		choice.addActionListener(event -> apply());
		List.of(model, backbone).forEach(field -> field.onChange(this::apply));
		List.of(epochs, holdout).forEach(field -> field.onChange(this::changedByHand));
		tell();
	}

	/** How long the kinds of models take, to be shown where one is chosen. */
	JLabel times() {
		return times;
	}

	/** Told how many images the folder has. */
	void count(final int found) {
		images = found;
		apply();
	}

	private void apply() {
		if (!setting && !OWN.equals(choice.getSelectedItem()))
			try {
				setting = true;
				final Map<String, String> inputs = TrainingTime.inputs((String) choice.getSelectedItem(), model.text(), backbone.text(), some());
				epochs.setText(inputs.get("epochs"));
				holdout.setText(inputs.get("holdout"));
			}
			catch (final AnomalyFlowException e) {
				// a list of models, or weights that cannot be looked for: the command says so
			}
			finally {
				setting = false;
			}
		tell();
	}

	private void changedByHand() {
		if (setting)
			return;
		choice.setSelectedItem(OWN);
		tell();
	}

	private void tell() {
		estimate.setText(images == 0 ? "" : words());
		final String effort = (String) choice.getSelectedItem();
		final String known = compare(OWN.equals(effort) ? USUAL : effort, model.input().choices());
		times.setText("<html><div width=" + FormField.WIDTH + ">" + (known.isEmpty() ? "&nbsp;" : "With " + some() + " images: " + known) +
			"</div></html>");
	}

	/** A choice of the list with the time that it means. */
	private String withTime(final String effort) {
		if (OWN.equals(effort))
			return effort;
		final String known = compare(effort, List.of(model.text()));
		return known.isEmpty() ? effort : effort + known.substring(model.text().length());
	}

	private String compare(final String effort, final List<String> models) {
		try {
			return TrainingTime.compare(effort, models, backbone.text(), some());
		}
		catch (final AnomalyFlowException e) {
			return ""; // what is wrong with the backbone is told beside it
		}
	}

	private int some() {
		return images == 0 ? SOME : images;
	}

	private String words() {
		try {
			return TrainingTime.describe(model.text(), backbone.text(), Integer.parseInt(epochs.text()), holdout.text(), images);
		}
		catch (final AnomalyFlowException | NumberFormatException e) {
			return ""; // an entry that is not allowed is told beside its field
		}
	}
}
