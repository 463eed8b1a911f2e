package org.anomalyflow.dataset;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

import org.anomalyflow.util.InvalidParameterException;

/**
 * Good images that are to be left out of a training, as the parameter {@code exclude} names them: files by their names, with folders
 * before them where a name alone is not enough, and slices of an open stack by their numbers. A name may have commas itself.
 *
 * @param text names or numbers separated by commas; empty for none
 */
public record ExcludedImages(String text) {

	/** Nothing is left out. */
	public static final ExcludedImages NONE = new ExcludedImages("");
	private static final String PARAMETER = "exclude";
	private static final String SEPARATOR = ",";

	public ExcludedImages {
		text = text.trim();
	}

	/**
	 * The text that names some of the images: with no more folders than are needed to tell them from the others.
	 *
	 * @param wanted some of {@code all}
	 * @param all the images of the training
	 */
	public static String naming(final List<Path> wanted, final List<Path> all) {
		return String.join(SEPARATOR, wanted.stream().map(file -> shortest(file, all)).toList());
	}

	private static String shortest(final Path file, final List<Path> all) {
		int names = 1;
		while (names < file.getNameCount() && count(end(file, names), all) > 1)
			names++;
		return end(file, names).toString().replace('\\', '/');
	}

	private static Path end(final Path file, final int names) {
		return file.subpath(file.getNameCount() - names, file.getNameCount());
	}

	private static long count(final Path end, final List<Path> all) {
		return all.stream().filter(file -> file.endsWith(end)).count();
	}

	/**
	 * The others.
	 *
	 * @param files good images
	 * @throws InvalidParameterException if a name fits none of them, or several
	 */
	public List<Path> without(final List<Path> files) {
		final List<Path> others = new ArrayList<>(files);
		for (final String name : names(name -> !matches(name, files).isEmpty())) {
			final List<Path> found = matches(name, files);
			if (found.size() > 1)
				throw new InvalidParameterException(PARAMETER, name, "it fits " + found.size() + " of the good images, such as " + found.get(0) +
					" and " + found.get(1) + ". Put the folder before the name");
			if (found.isEmpty())
				throw new InvalidParameterException(PARAMETER, name, "none of the " + files.size() +
					" good images is called so. Give names of files, separated by commas, such as " + files.get(0).getFileName());
			others.removeAll(found);
		}
		return others;
	}

	private static List<Path> matches(final String name, final List<Path> files) {
		try {
			final Path end = Path.of(name);
			return name.isEmpty() ? List.of() : files.stream().filter(file -> file.endsWith(end)).toList();
		}
		catch (final InvalidPathException e) {
			return List.of();
		}
	}

	/**
	 * The numbers of slices of an open stack.
	 *
	 * @param count how many slices there are
	 * @throws InvalidParameterException if a number is none of theirs
	 */
	public SortedSet<Integer> slices(final int count) {
		final SortedSet<Integer> slices = new TreeSet<>();
		for (final String name : names(name -> false)) {
			final int slice = name.matches("\\d{1,9}") ? Integer.parseInt(name) : 0;
			if (slice < 1 || slice > count)
				throw new InvalidParameterException(PARAMETER, name, "give numbers of slices from 1 to " + count + ", separated by commas");
			slices.add(slice);
		}
		return slices;
	}

	/** The names; pieces between commas stay together where only that is a name. */
	private List<String> names(final Predicate<String> isKnown) {
		final List<String> names = new ArrayList<>();
		final String[] pieces = text.isEmpty() ? new String[0] : text.split(SEPARATOR);
		int at = 0;
		while (at < pieces.length) {
			int end = pieces.length;
			while (end > at + 1 && !isKnown.test(joined(pieces, at, end)))
				end--;
			names.add(joined(pieces, at, end));
			at = end;
		}
		return names;
	}

	private static String joined(final String[] pieces, final int from, final int to) {
		return String.join(SEPARATOR, List.of(pieces).subList(from, to)).trim();
	}
}
