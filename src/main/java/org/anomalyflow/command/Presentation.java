package org.anomalyflow.command;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * How dialogs show an input. Declared beside it: in the {@code style} of its {@code @Parameter}, and in attributes whose names
 * are constants here.
 *
 * @param style words separated by commas: {@code open}, {@code save} or {@code directory} for files; {@code new} for a folder
 *          that is made if need be; {@code words} for a file in whose place a word may stand; {@code model} for a
 *          model file, in whose place its name in the library may stand
 * @param visible whether dialogs show it at all
 * @param group title of the group under {@code Advanced}; empty for what everybody needs
 * @param untouched what an empty field says where the default is a number or nothing, for example {@code model's own}; else
 *          empty
 * @param remembered whether a dialog begins with what was entered last; not for what changes the verdict on one image
 * @param extension of the file to write, which is appended where it was left out; empty for any
 */
public record Presentation(String style, boolean visible, String group, String untouched, boolean remembered, String extension) {

	/** Attribute: title of the group under {@code Advanced}. */
	public static final String GROUP = "group";
	/** Attribute: what an empty field means. */
	public static final String UNTOUCHED = "untouched";
	/** Attribute without value: is not remembered. */
	public static final String ONCE = "once";
	/** Attribute: the extension of the file to write. */
	public static final String EXTENSION = "extension";

	static final String TRAINING = "Training";
	static final String THRESHOLDS = "Thresholds";
	static final String PART = "Part of the image";
	static final String COMPUTING = "Computing";
	static final String WATCHING = "Watching";
	static final String MORE = "More";

	/** What a {@code @Parameter} declares. */
	static Presentation of(final Parameter declared, final boolean visible) {
		return new Presentation(declared.style(), visible, attribute(declared, GROUP, ""), attribute(declared, UNTOUCHED, ""),
			attribute(declared, ONCE, null) == null, attribute(declared, EXTENSION, ""));
	}

	/** One that dialogs do not show, and what it is if it is not given. */
	static Presentation hidden(final String untouched) {
		return new Presentation("", false, "", untouched, false, "");
	}

	private static String attribute(final Parameter declared, final String name, final String otherwise) {
		for (final Attr attribute : declared.attrs())
			if (attribute.name().equals(name))
				return attribute.value();
		return otherwise;
	}

	/** Whether a word is among those of the style. */
	public boolean has(final String word) {
		for (final String each : style.split(","))
			if (each.trim().equals(word))
				return true;
		return false;
	}
}
