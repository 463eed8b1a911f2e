package org.anomalyflow.command;

import java.io.File;

import ij.ImagePlus;

/** The kinds of values that commands take; every front end has one way of asking for each. */
public enum InputKind {

	/** true or false */
	FLAG,
	/** a whole number */
	WHOLE,
	/** a number */
	DECIMAL,
	/** one line of text */
	TEXT,
	/** a file or folder */
	FILE,
	/** an open image, which the host finds */
	IMAGE;

	static InputKind of(final Class<?> type) {
		if (type == boolean.class || type == Boolean.class)
			return FLAG;
		if (type == int.class || type == long.class || type == Integer.class || type == Long.class)
			return WHOLE;
		if (type == double.class || type == float.class || type == Double.class || type == Float.class)
			return DECIMAL;
		if (type == String.class)
			return TEXT;
		if (type == File.class)
			return FILE;
		if (type == ImagePlus.class)
			return IMAGE;
		throw new IllegalArgumentException("Commands have no inputs of type " + type.getName());
	}
}
