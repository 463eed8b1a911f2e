package org.anomalyflow.desk;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.swing.JComponent;
import javax.swing.JLabel;

/** What some dialogs have beyond the fields of the command's inputs: the pictures of a folder, a name for the model. */
final class FormExtras {

	private FormExtras() {}

	/**
	 * A row of the dialog.
	 *
	 * @param after the field above it
	 * @param label its name; null for what belongs to the field above
	 * @param editor what is shown
	 */
	record Row(FormField after, JLabel label, JComponent editor) {}

	/**
	 * The rows for a command with these fields.
	 *
	 * @param refit told when their size changes
	 */
	static List<Row> of(final List<FormField> fields, final Runnable refit) {
		final List<Row> rows = new ArrayList<>();
		final Optional<FormField> good = find(fields, "good_images");
		final Optional<FormField> target = find(fields, "save_to");
		final Optional<FormField> model = find(fields, "model");
		if (good.isEmpty())
			return rows;
		target.ifPresent(field -> fillIn(good.get(), field));
		final FolderPreview preview = new FolderPreview(good.get(), refit);
		rows.add(new Row(good.get(), null, preview));
		if (model.isPresent() && find(fields, "epochs").isPresent()) {
			final EffortRow effort = new EffortRow(model.get(), find(fields, "backbone").orElseThrow(), find(fields, "epochs").orElseThrow(),
				find(fields, "holdout").orElseThrow());
			preview.onCount(effort::count);
			rows.add(new Row(model.get(), null, effort.times()));
			rows.add(new Row(model.get(), new JLabel("Time to spend"), effort));
		}
		return rows;
	}

	static Optional<FormField> find(final List<FormField> fields, final String name) {
		return fields.stream().filter(field -> field.input().name().equals(name)).findFirst();
	}

	/** Names the model after the folder, as long as nobody has named it otherwise. */
	private static void fillIn(final FormField folder, final FormField target) {
		final String extension = target.input().presentation().extension();
		final String[] made = { CommandForm.isFolder(folder.text()) ? FormTexts.modelFor(new File(folder.text().trim()), extension) : "" };
		folder.onChange(() -> {
			if (!target.text().isBlank() && !target.text().equals(made[0]) || !CommandForm.isFolder(folder.text()))
				return;
			made[0] = FormTexts.modelFor(new File(folder.text().trim()), extension);
			target.setText(made[0]);
		});
	}
}
