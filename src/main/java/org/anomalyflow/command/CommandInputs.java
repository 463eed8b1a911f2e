package org.anomalyflow.command;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.anomalyflow.model.Detectors;
import org.anomalyflow.util.InvalidParameterException;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModuleItem;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.Service;

/**
 * The inputs of a command that users can give, read from its {@code @Parameter} fields: what every front end builds its dialog,
 * options and help from. The command's own parameters come first, as people look for them, then the ones it shares with
 * others; within each group in the order of the source. {@link #parse(Map)} turns what a user wrote into checked values.
 */
public final class CommandInputs {

	private final String command;
	private final String label;
	private final String description;
	private final List<CommandInput> inputs;
	/** What kinds of detectors add; none for a command that does not train. */
	private final List<CommandInput> ofDetectors;

	private CommandInputs(final String command, final String label, final String description, final List<CommandInput> inputs) {
		this.command = command;
		this.label = label;
		this.description = description;
		this.inputs = List.copyOf(inputs);
		ofDetectors = inputs.stream().anyMatch(input -> input.name().equals(DetectorInputs.FIELD))
			? DetectorInputs.all(inputs.stream().map(CommandInput::name).toList())
			: List.of();
	}

	/** The inputs of a command class. */
	public static CommandInputs of(final Class<? extends Command> type) {
		return of(new CommandInfo(type, type.getAnnotation(Plugin.class)));
	}

	/** The inputs of a command that SciJava has found. */
	public static CommandInputs of(final CommandInfo info) {
		final List<CommandModuleItem<?>> items = new ArrayList<>();
		for (final ModuleItem<?> item : info.inputs())
			if (isOfUsers(item))
				items.add((CommandModuleItem<?>) item);
		items.sort(Comparator.comparingInt(CommandInputs::ancestors).reversed());
		final Object fresh = fresh(info);
		return new CommandInputs(info.getName(), info.getMenuPath().getLeaf().getName(), info.getDescription(),
			items.stream().map(item -> input(item, fresh)).toList());
	}

	/** The values that the inputs of a command have now, by name; those that are not set are left out. */
	static Map<String, Object> valuesOf(final AnomalyCommand command) {
		final Map<String, Object> values = new LinkedHashMap<>();
		for (final ModuleItem<?> item : new CommandInfo(command.getClass(), command.getClass().getAnnotation(Plugin.class)).inputs())
			if (isOfUsers(item)) {
				final Object value = value(((CommandModuleItem<?>) item).getField(), command);
				if (value != null)
					values.put(item.getName(), value);
			}
		return values;
	}

	/** The command's name on the command line, for example {@code detect-folder}. */
	public String command() {
		return command;
	}

	/** The command's label in menus and macros, for example {@code Detect Anomalies in Folder...}. */
	public String label() {
		return label;
	}

	/** What the command does, one sentence. */
	public String description() {
		return description;
	}

	/** All inputs that the command declares. */
	public List<CommandInput> all() {
		return inputs;
	}

	/** What single kinds of detectors add to them: users give these like any other, commands get them as one text. */
	public List<CommandInput> ofDetectors() {
		return ofDetectors;
	}

	/** All that users can give. */
	public List<CommandInput> given() {
		return Stream.concat(inputs.stream(), ofDetectors.stream()).toList();
	}

	/** The input of a name, if there is one. */
	public Optional<CommandInput> find(final String name) {
		return given().stream().filter(input -> input.name().equals(name)).findFirst();
	}

	/** The image input, if there is one. */
	public Optional<CommandInput> image() {
		return inputs.stream().filter(input -> input.kind() == InputKind.IMAGE).findFirst();
	}

	/**
	 * Checks that all keys are names of inputs.
	 *
	 * @throws InvalidParameterException naming the first that is not, and those that are
	 */
	public void checkKeys(final Collection<String> keys) {
		for (final String key : keys)
			if (find(key).isEmpty())
				throw InvalidParameterException.unknown(key, label.replace("...", ""), given().stream().map(CommandInput::name).toList());
	}

	/**
	 * The checked values of what a user wrote, for {@code Module.setInput}.
	 *
	 * @param raw texts by name; null for a key without a value. An image is left to the host and skipped.
	 * @return values by name, of the given keys only; a file that is given but empty is left out
	 * @throws InvalidParameterException if a key is unknown, a value is not allowed or a required one (but for an image) is
	 *           missing
	 */
	public Map<String, Object> parse(final Map<String, String> raw) {
		checkKeys(raw.keySet());
		for (final CommandInput input : inputs)
			if (input.kind() != InputKind.IMAGE && input.required() && input.defaultValue() == null && !raw.containsKey(input.name()))
				throw input.missing();
		return parseGiven(raw);
	}

	/** As {@link #parse}, where required ones may be missing. */
	public Map<String, Object> parseGiven(final Map<String, String> raw) {
		final Map<String, Object> values = new LinkedHashMap<>();
		for (final CommandInput input : inputs)
			if (input.kind() != InputKind.IMAGE && raw.containsKey(input.name())) {
				final Object value = input.parse(raw.get(input.name()));
				if (value != null)
					values.put(input.name(), value);
			}
		return folded(values, raw);
	}

	/** The same values with those of detectors' own options in the text that the command takes. */
	private Map<String, Object> folded(final Map<String, Object> values, final Map<String, String> raw) {
		for (final CommandInput option : ofDetectors)
			if (raw.containsKey(option.name()))
				values.merge(DetectorInputs.FIELD, option.name() + "=" + option.parse(raw.get(option.name())),
					(before, more) -> before + " " + more);
		return values;
	}

	private static Object fresh(final CommandInfo info) {
		try {
			return info.loadDelegateClass().getDeclaredConstructor().newInstance();
		}
		catch (final ReflectiveOperationException e) {
			throw new IllegalStateException("Command " + info.getClassName() + " cannot be made", e);
		}
	}

	private static boolean isOfUsers(final ModuleItem<?> item) {
		return item.getVisibility() != ItemVisibility.MESSAGE && !Service.class.isAssignableFrom(item.getType()) &&
			!Context.class.isAssignableFrom(item.getType());
	}

	/** How many classes the class that declares an input has above it. */
	private static int ancestors(final CommandModuleItem<?> item) {
		int count = 0;
		for (Class<?> c = item.getField().getDeclaringClass(); c != null; c = c.getSuperclass())
			count++;
		return count;
	}

	private static CommandInput input(final CommandModuleItem<?> item, final Object fresh) {
		final Field field = item.getField();
		final Parameter declared = item.getParameter();
		return new CommandInput(item.getName(), field.getType(), InputKind.of(field.getType()), declared.label(), declared.description(),
			value(field, fresh), choices(item.getName(), declared), number(declared.min()), number(declared.max()), declared.required(),
			Presentation.of(declared, item.getVisibility() != ItemVisibility.INVISIBLE));
	}

	/** An annotation cannot name kinds of detectors that other jars add. */
	private static List<String> choices(final String name, final Parameter declared) {
		final List<String> choices = List.of(declared.choices());
		if (!name.equals(DetectorInputs.MODEL) || choices.isEmpty())
			return choices;
		final List<String> names = new ArrayList<>(Detectors.names());
		if (choices.contains(DetectorInputs.AUTO))
			names.add(DetectorInputs.AUTO);
		return names;
	}

	private static Object value(final Field field, final Object owner) {
		try {
			field.setAccessible(true);
			return field.get(owner);
		}
		catch (final IllegalAccessException e) {
			throw new IllegalStateException(field + " cannot be read", e);
		}
	}

	private static Number number(final String text) {
		return text.isEmpty() ? null : Double.valueOf(text);
	}
}
