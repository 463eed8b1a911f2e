package org.anomalyflow.command;

import java.io.File;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.util.InvalidParameterException;

/**
 * One user-visible input of a command, as its {@code @Parameter} declares it.
 *
 * @param name public name: macro key, and option of the command line with {@code -} for {@code _}
 * @param type the field's type
 * @param kind how to ask for it
 * @param label short name for dialogs
 * @param description help text, one sentence
 * @param defaultValue the field's initial value; null for a file or image that is not set
 * @param choices the allowed texts; empty if any is allowed
 * @param min smallest allowed number; null if unlimited
 * @param max largest allowed number; null if unlimited
 * @param required whether it must be given
 * @param presentation how dialogs show it
 */
public record CommandInput(String name, Class<?> type, InputKind kind, String label, String description, Object defaultValue,
	List<String> choices, Number min, Number max, boolean required, Presentation presentation)
{

	public CommandInput {
		choices = List.copyOf(choices);
	}

	/** Whether it is a folder. */
	public boolean isFolder() {
		return presentation.has("directory");
	}

	/** Whether it is a file or folder that has to be there already. */
	public boolean isRead() {
		return kind == InputKind.FILE && !presentation.has("save") && !presentation.has("new") && !presentation.has("words");
	}

	/** The default as text: what a user would type; empty if there is none. */
	public String defaultText() {
		return text(defaultValue);
	}

	/**
	 * The default for a reader: with what a number stands for, such as {@code 0 = model's own}, and of an option of detectors
	 * what these take without it; empty if there is none.
	 */
	public String defaultInWords() {
		final String untouched = presentation.untouched();
		if (untouched.isEmpty())
			return defaultText();
		if (kind == InputKind.WHOLE || kind == InputKind.DECIMAL)
			return defaultText() + " = " + untouched;
		return defaultText().isEmpty() && !presentation.visible() ? untouched : defaultText();
	}

	/** A value as a user would type it; empty for null. */
	public static String text(final Object value) {
		if (value instanceof Double || value instanceof Float)
			return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
		return value == null ? "" : value.toString();
	}

	/** What is allowed, in words that complete "... is not allowed: ". */
	public String allowed() {
		return switch (kind) {
			case FLAG -> "true or false";
			case WHOLE -> "a whole number" + range();
			case DECIMAL -> "a number" + range();
			case TEXT -> choices.isEmpty() ? description : "one of " + String.join(", ", choices);
			case FILE -> isFolder() ? "the path of a folder" : "the path of a file";
			case IMAGE -> "the title of an open image or the path of an image file";
		};
	}

	private String range() {
		if (min != null && max != null)
			return " from " + text(min) + " to " + text(max);
		if (min != null)
			return " of at least " + text(min);
		return max == null ? "" : " of at most " + text(max);
	}

	/**
	 * The value of a text.
	 *
	 * @param raw what the user wrote; null for a key without a value, which is true for a flag
	 * @return a value of {@link #type()}; null for an empty path of a file that need not be given
	 * @throws InvalidParameterException if it is not allowed
	 */
	public Object parse(final String raw) {
		if (raw == null && kind != InputKind.FLAG)
			throw new InvalidParameterException(name, null, "give it as " + name + "=VALUE, " + allowed());
		return switch (kind) {
			case FLAG -> flag(raw);
			case WHOLE -> whole(raw);
			case DECIMAL -> decimal(raw);
			case TEXT -> choice(raw);
			case FILE -> file(raw);
			case IMAGE -> throw new IllegalArgumentException(name + " is an image, which its host must find");
		};
	}

	private Boolean flag(final String raw) {
		if (raw == null || "true".equalsIgnoreCase(raw.trim()))
			return Boolean.TRUE;
		if ("false".equalsIgnoreCase(raw.trim()))
			return Boolean.FALSE;
		throw notAllowed(raw);
	}

	private Number whole(final String raw) {
		try {
			final long value = Long.parseLong(raw.trim());
			if (min != null && value < min.longValue() || max != null && value > max.longValue())
				throw notAllowed(raw);
			if (type == long.class || type == Long.class)
				return value;
			return Math.toIntExact(value);
		}
		catch (final NumberFormatException | ArithmeticException e) {
			throw notAllowed(raw);
		}
	}

	private Number decimal(final String raw) {
		try {
			final double value = Double.parseDouble(raw.trim());
			if (!Double.isFinite(value) || min != null && value < min.doubleValue() || max != null && value > max.doubleValue())
				throw notAllowed(raw);
			if (type == float.class || type == Float.class)
				return (float) value;
			return value;
		}
		catch (final NumberFormatException e) {
			throw notAllowed(raw);
		}
	}

	private String choice(final String raw) {
		if (choices.isEmpty())
			return raw;
		final String value = raw.trim();
		if (!choices.contains(value))
			throw notAllowed(raw);
		return value;
	}

	private File file(final String raw) {
		if (!raw.isBlank())
			return path(raw);
		if (required)
			throw missing();
		return null;
	}

	private File path(final String raw) {
		try {
			return Path.of(raw).toFile();
		}
		catch (final InvalidPathException e) {
			throw new InvalidParameterException(name, raw,
				allowed() + "; this one has characters that this system's locale does not know. Set LC_ALL=C.UTF-8, or rename it");
		}
	}

	/** The failure of a required input that is not given. */
	public InvalidParameterException missing() {
		return new InvalidParameterException(name, null, description);
	}

	private InvalidParameterException notAllowed(final String raw) {
		return new InvalidParameterException(name, raw, allowed());
	}
}
