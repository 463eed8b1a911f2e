package org.anomalyflow.desk;

import java.awt.BorderLayout;
import java.awt.Dialog;
import java.awt.Dimension;
import java.awt.Frame;
import java.awt.GraphicsEnvironment;
import java.awt.Point;
import java.awt.Rectangle;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.Timer;

import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;

/** The window of a {@link CommandForm}. To be used by the event thread. */
final class FormDialog {

	private static final int PAUSE_MILLIS = 300;
	private static final int GAP = 10;

	private final CommandInputs inputs;
	private final List<FormField> fields;
	private final Function<Boolean, Map<String, String>> wrong;
	private final JDialog dialog;
	private final JPanel advanced = new JPanel();
	private final JButton more = new JButton();
	private final JLabel changed = new JLabel(" ");
	private boolean accepted;

	/**
	 * @param owner the host's main window; may be null
	 * @param fields what to ask for
	 * @param wrong what is wrong with the entries by input, also with what is missing if given true
	 */
	FormDialog(final Frame owner, final CommandInputs inputs, final List<FormField> fields,
		final Function<Boolean, Map<String, String>> wrong)
	{
		this.inputs = inputs;
		this.fields = fields;
		this.wrong = wrong;
		dialog = new JDialog(owner, inputs.label().replace("...", ""), Dialog.ModalityType.APPLICATION_MODAL);
		final JPanel content = new JPanel(new BorderLayout(0, GAP));
		content.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
		content.add(body(), BorderLayout.CENTER);
		content.add(buttons(), BorderLayout.SOUTH);
		final JScrollPane scroll = new JScrollPane(content);
		scroll.setBorder(null);
		dialog.setContentPane(scroll);
		dialog.getRootPane().registerKeyboardAction(event -> dialog.dispose(), KeyStroke.getKeyStroke("ESCAPE"),
			JComponent.WHEN_IN_FOCUSED_WINDOW);
		FileDrop.on(content, file -> taker(file) != null, file -> taker(file).setText(file.getPath()));
		final Timer check = new Timer(PAUSE_MILLIS, event -> check(false));
		check.setRepeats(false);
		fields.forEach(field -> field.onChange(check::restart));
	}

	/** Opens it and waits; false if the user cancelled. */
	boolean ask() {
		showAdvanced(false);
		tellChanged();
		dialog.setLocationRelativeTo(dialog.getOwner() != null && dialog.getOwner().isShowing() ? null : dialog.getOwner());
		dialog.setVisible(true);
		return accepted;
	}

	private JComponent body() {
		final JPanel body = new JPanel();
		body.setLayout(new BoxLayout(body, BoxLayout.PAGE_AXIS));
		final FieldPanel main = new FieldPanel();
		final Map<String, FieldPanel> groups = new LinkedHashMap<>();
		final List<FormExtras.Row> extras = FormExtras.of(fields, this::refit);
		for (final FormField field : fields) {
			final String group = field.input().presentation().group();
			(group.isEmpty() ? main : groups.computeIfAbsent(group, FieldPanel::new)).add(field);
			extras.stream().filter(extra -> extra.after() == field).forEach(main::add);
		}
		main.setAlignmentX(0);
		body.add(main);
		if (groups.isEmpty())
			return body;
		more.addActionListener(event -> showAdvanced(!advanced.isVisible()));
		more.setName("advanced");
		final JPanel line = new JPanel(new BorderLayout(GAP, 0));
		line.setBorder(BorderFactory.createEmptyBorder(GAP, 0, GAP / 2, 0));
		line.add(more, BorderLayout.WEST);
		line.add(changed, BorderLayout.CENTER);
		line.setAlignmentX(0);
		body.add(line);
		fillAdvanced(new ArrayList<>(groups.values()));
		advanced.setAlignmentX(0);
		body.add(advanced);
		return body;
	}

	/** The longest group on the left, the others on the right of it. */
	private void fillAdvanced(final List<FieldPanel> groups) {
		advanced.setLayout(new BoxLayout(advanced, BoxLayout.LINE_AXIS));
		final FieldPanel longest = groups.stream().max((a, b) -> Integer.compare(a.count(), b.count())).orElseThrow();
		final Box right = Box.createVerticalBox();
		groups.stream().filter(group -> group != longest).forEach(group -> {
			group.setAlignmentX(0);
			right.add(group);
		});
		right.add(Box.createVerticalGlue());
		longest.setAlignmentY(0);
		right.setAlignmentY(0);
		advanced.add(longest);
		advanced.add(Box.createHorizontalStrut(GAP));
		advanced.add(right);
	}

	private JComponent buttons() {
		final JButton help = new JButton("Help");
		help.addActionListener(event -> FormHelp.show(dialog, inputs, fields.stream().map(FormField::input).toList()));
		final JButton cancel = new JButton("Cancel");
		cancel.addActionListener(event -> dialog.dispose());
		final JButton ok = new JButton("OK");
		ok.setName("ok");
		ok.addActionListener(event -> accept());
		dialog.getRootPane().setDefaultButton(ok);
		final Box buttons = Box.createHorizontalBox();
		buttons.add(help);
		buttons.add(Box.createHorizontalGlue());
		buttons.add(cancel);
		buttons.add(Box.createHorizontalStrut(GAP));
		buttons.add(ok);
		return buttons;
	}

	private void showAdvanced(final boolean visible) {
		advanced.setVisible(visible);
		more.setText(visible ? "Hide advanced" : "Advanced...");
		refit();
	}

	/** As large as its content, but not larger than the screen; never narrower than it was, so that no button moves from under the mouse. */
	private void refit() {
		final int before = dialog.isShowing() ? dialog.getWidth() : 0;
		dialog.pack();
		final Rectangle screen = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
		final Dimension size = dialog.getSize();
		if (size.height > screen.height)
			dialog.setSize(size.width + new JScrollPane().getVerticalScrollBar().getPreferredSize().width, screen.height);
		if (dialog.getWidth() < before)
			dialog.setSize(before, dialog.getHeight());
		final int x = Math.max(screen.x, Math.min(dialog.getX(), screen.x + screen.width - dialog.getWidth()));
		final int y = Math.max(screen.y, Math.min(dialog.getY(), screen.y + screen.height - dialog.getHeight()));
		Placement.move(dialog, new Point(x, y));
	}

	/** Says what is chosen where it cannot be seen. */
	private void tellChanged() {
		final String list = fields.stream().filter(field -> !field.input().presentation().group().isEmpty() && field.isChanged())
			.map(field -> field.input().label() + ": " + field.text()).collect(Collectors.joining(", "));
		changed.setText(list.isEmpty() ? " " : list.length() > 80 ? list.substring(0, 77) + "..." : list);
		changed.setToolTipText(list.isEmpty() ? null : list);
	}

	/** Says what is wrong; whether nothing is. */
	private boolean check(final boolean complete) {
		final Map<String, String> faults = wrong.apply(complete);
		for (final FormField field : fields)
			field.complain(faults.getOrDefault(field.input().name(), ""));
		tellChanged();
		if (fields.stream().anyMatch(field -> faults.containsKey(field.input().name()) && !field.input().presentation().group().isEmpty()))
			advanced.setVisible(true);
		showAdvanced(advanced.isVisible());
		return faults.isEmpty();
	}

	private void accept() {
		accepted = check(true);
		if (accepted)
			dialog.dispose();
		else
			fields.stream().filter(field -> field.note().isVisible()).findFirst().ifPresent(field -> field.editor().requestFocusInWindow());
	}

	/** The first field that a dropped file fits; an empty one before one that has something. */
	private FormField taker(final File file) {
		return fields.stream().filter(field -> field.accepts(file)).min((a, b) -> Boolean.compare(isFilled(a), isFilled(b))).orElse(null);
	}

	private static boolean isFilled(final FormField field) {
		final CommandInput input = field.input();
		return !field.text().equals(input.defaultText());
	}
}
