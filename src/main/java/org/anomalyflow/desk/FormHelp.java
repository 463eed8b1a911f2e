package org.anomalyflow.desk;

import java.awt.Dimension;
import java.awt.Window;
import java.util.List;

import javax.swing.JDialog;
import javax.swing.JEditorPane;
import javax.swing.JScrollPane;

import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;

/** The page of a command: every input with its name in macros, what it means and what is allowed. Needs no network. */
final class FormHelp {

	private static final Dimension SIZE = new Dimension(640, 480);

	private FormHelp() {}

	/** Opens it beside the dialog, which can be used meanwhile. */
	static void show(final Window owner, final CommandInputs inputs, final List<CommandInput> asked) {
		final JEditorPane page = new JEditorPane("text/html", html(inputs, asked));
		page.setEditable(false);
		page.setCaretPosition(0);
		final JDialog dialog = new JDialog(owner, inputs.label().replace("...", "") + ": help");
		dialog.add(new JScrollPane(page));
		dialog.setSize(SIZE);
		dialog.setLocationRelativeTo(owner);
		dialog.setVisible(true);
	}

	/** The page's text. */
	static String html(final CommandInputs inputs, final List<CommandInput> asked) {
		final StringBuilder text = new StringBuilder("<html><body style='font-family:sans-serif;margin:8px'><h2>")
			.append(inputs.label().replace("...", "")).append("</h2><p>").append(inputs.description()).append("</p>");
		for (final CommandInput input : asked)
			text.append("<p><b>").append(input.label()).append("</b> (").append(input.name()).append("): ")
				.append(input.description().replace("<", "&lt;")).append("</p>");
		return text.append("<p>Names in brackets are the keys of macros.</p></body></html>").toString();
	}
}
