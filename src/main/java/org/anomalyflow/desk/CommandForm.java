package org.anomalyflow.desk;

import java.awt.Frame;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ij.IJ;

import org.anomalyflow.Models;
import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Commands;
import org.anomalyflow.command.DialogWords;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.util.InvalidParameterException;

/**
 * Asks for the inputs of a command: what everybody needs first, the rest in groups under {@code Advanced}. What is wrong is said
 * beside the field, before the dialog closes, so that nothing that was entered is lost. Begins with what was entered last.
 */
public final class CommandForm {

	private final Class<? extends AnomalyCommand> type;
	private final CommandInputs inputs;
	private final FormMemory memory;
	private final Map<String, Object> given;
	private final List<FormField> fields = new ArrayList<>();

	/**
	 * @param type the command
	 * @param memory what was entered last
	 * @param given values of inputs that need not be asked for
	 */
	public CommandForm(final Class<? extends AnomalyCommand> type, final FormMemory memory, final Map<String, Object> given) {
		this.type = type;
		inputs = CommandInputs.of(type);
		this.memory = memory;
		this.given = Map.copyOf(given);
	}

	/**
	 * What the user answered.
	 *
	 * @param texts what was entered, by input
	 * @param values the checked values of it
	 */
	public record Answer(Map<String, String> texts, Map<String, Object> values) {

		/**
		 * What is another than the command's default: what a recorder writes down. If nothing is, the first entry all the same, because a
		 * macro that gives no options opens the dialog.
		 */
		public Map<String, String> changed(final CommandInputs inputs) {
			final Map<String, String> changed = new LinkedHashMap<>();
			for (final CommandInput input : inputs.all())
				if (texts.containsKey(input.name()) && !texts.get(input.name()).equals(input.defaultText()))
					changed.put(input.name(), texts.get(input.name()));
			if (changed.isEmpty())
				texts.entrySet().stream().filter(entry -> !entry.getValue().isEmpty()).findFirst()
					.ifPresent(entry -> changed.put(entry.getKey(), entry.getValue()));
			return changed;
		}
	}

	/** Opens the dialog and waits. Empty if the user cancelled. */
	public Optional<Answer> ask() {
		final boolean entered = Questions.onEventThread(() -> {
			for (final CommandInput input : inputs.all())
				if (input.presentation().visible() && input.kind() != InputKind.IMAGE && !given.containsKey(input.name()))
					fields.add(field(input));
			return fields.isEmpty() || new FormDialog(owner(), inputs, fields, this::wrong).ask();
		}, false);
		if (!entered)
			return Optional.empty();
		final Map<String, String> texts = texts();
		texts.forEach(memory::put);
		return Optional.of(new Answer(texts, parse(texts)));
	}

	private static Frame owner() {
		return IJ.getInstance();
	}

	private FormField field(final CommandInput input) {
		final FormField field = new FormField(input);
		final String last = input.presentation().remembered() ? memory.get(input.name()) : null;
		field.setText(last == null || !input.choices().isEmpty() && !input.choices().contains(last) ? beginning(input) : last);
		return field;
	}

	/** Where a model is needed that is the one used last; otherwise the command's own value. */
	private static String beginning(final CommandInput input) {
		return input.required() && input.presentation().has("model")
			? Models.ofUser().names().stream().findFirst().orElse(input.defaultText())
			: input.defaultText();
	}

	private Map<String, String> texts() {
		final Map<String, String> texts = new LinkedHashMap<>();
		fields.forEach(field -> texts.put(field.input().name(), FormTexts.completed(field.input(), field.text())));
		return texts;
	}

	private Map<String, Object> parse(final Map<String, String> texts) {
		final Map<String, Object> values = new LinkedHashMap<>(given);
		values.putAll(inputs.parseGiven(texts));
		return values;
	}

	/**
	 * What is wrong with the entries, by input; nothing if the command can run.
	 *
	 * @param complete whether what is missing is wrong, too
	 */
	private Map<String, String> wrong(final boolean complete) {
		final Map<String, String> wrong = new LinkedHashMap<>();
		final Map<String, String> texts = texts();
		for (final FormField field : fields)
			FormTexts.fault(field.input(), texts.get(field.input().name()), complete).ifPresent(fault -> wrong.put(field.input().name(), fault));
		final Map<String, String> allowed = new LinkedHashMap<>(texts);
		allowed.entrySet().removeIf(entry -> wrong.containsKey(entry.getKey()) || isMissing(entry.getKey(), texts));
		try {
			Commands.check(type, parse(allowed));
		}
		catch (final InvalidParameterException e) {
			// what is missing is no fault as long as it may come, and what is wrong by itself was said
			if (!wrong.containsKey(e.parameter()) && (complete || !isMissing(e.parameter(), texts)))
				complain(e, wrong);
		}
		return wrong;
	}

	/** An option of a detector is entered with others in one field. */
	private void complain(final InvalidParameterException e, final Map<String, String> wrong) {
		final boolean hasField = fields.stream().anyMatch(field -> field.input().name().equals(e.parameter()));
		final String place = hasField ? e.parameter() : FormExtras.find(fields, "options").orElse(fields.get(0)).input().name();
		wrong.put(place, hasField ? e.advice() : DialogWords.of(e));
	}

	private static boolean isMissing(final String parameter, final Map<String, String> texts) {
		return texts.getOrDefault(parameter, "").isBlank();
	}

	/** Whether a path is that of a folder that is there; for previews. */
	static boolean isFolder(final String text) {
		return !text.isBlank() && new File(text.trim()).isDirectory();
	}
}
