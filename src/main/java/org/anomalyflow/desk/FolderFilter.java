package org.anomalyflow.desk;

import java.awt.FlowLayout;
import java.util.List;
import java.util.Locale;

import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;

import org.anomalyflow.inference.PictureVerdict;

/** Which pictures of a folder a gallery shows: by verdict, by p-value, and by the folder they lie in. */
final class FolderFilter {

	private static final String ALL = "all";
	private static final List<Double> P_VALUES = List.of(0.1, 0.05, 0.02, 0.01);

	private final FolderRows rows;
	private final JComboBox<String> verdict = new JComboBox<>(
		new String[]{ ALL, "pass", "review", "reject", "review or reject", FolderRows.FAILED });
	private final JComboBox<String> pValue = new JComboBox<>();
	private final JComboBox<String> group = new JComboBox<>(new String[]{ ALL });
	private final JLabel groupLabel = new JLabel("Folder");
	private final JPanel panel = new JPanel(new FlowLayout(FlowLayout.LEADING));
	private List<String> offered = List.of();

	FolderFilter(final FolderRows rows) {
		this.rows = rows;
		pValue.addItem(ALL);
		P_VALUES.forEach(value -> pValue.addItem("at most " + String.format(Locale.ROOT, "%.0f %%", 100 * value)));
		pValue.setToolTipText("p-value: the share of good images that score so high or higher");
		verdict.setName("filter-verdict");
		pValue.setName("filter-p");
		group.setName("filter-folder");
		panel.add(new JLabel("Show"));
		panel.add(verdict);
		panel.add(new JLabel("p-value"));
		panel.add(pValue);
		panel.add(groupLabel);
		panel.add(group);
		for (final JComboBox<String> box : List.of(verdict, pValue, group))
			box.addActionListener(event -> rows.filter(this::isWanted));
		groupLabel.setVisible(false);
		group.setVisible(false);
	}

	JComponent component() {
		return panel;
	}

	/** Offers these folders; nothing to choose from if there is only one. */
	void offer(final List<String> groups) {
		if (groups.equals(offered))
			return;
		groups.stream().filter(name -> !offered.contains(name)).forEach(name -> group.addItem(name.isEmpty() ? "." : name));
		offered = groups;
		groupLabel.setVisible(groups.size() > 1);
		group.setVisible(groups.size() > 1);
	}

	private boolean isWanted(final FolderRows.Row row) {
		final String wanted = (String) verdict.getSelectedItem();
		return (ALL.equals(wanted) || List.of(wanted.split(" or ")).contains(row.decision())) && isUnlikely(row.verdict()) &&
			(group.getSelectedIndex() <= 0 || (row.group().isEmpty() ? "." : row.group()).equals(group.getSelectedItem()));
	}

	private boolean isUnlikely(final PictureVerdict judged) {
		final int index = pValue.getSelectedIndex();
		return index <= 0 || judged != null && judged.pValue() != null && judged.pValue() <= P_VALUES.get(index - 1);
	}
}
