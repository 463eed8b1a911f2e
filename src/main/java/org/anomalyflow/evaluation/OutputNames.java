package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.anomalyflow.image.ResultImages;
import org.anomalyflow.util.Texts;

/**
 * Names for the outputs of images, no two of which are one file on any system: those that ignore case or the form of
 * umlauts, and when slices are numbered behind the name ({@code part-2} of {@code part.tif} beside {@code part-2.png}).
 */
final class OutputNames {

	private static final Pattern NUMBERED = Pattern.compile("(.+)-\\d+");

	private final Map<String, Integer> uses = new HashMap<>();
	private final Map<Path, String> names = new LinkedHashMap<>();

	private OutputNames(final List<String> bases) {
		bases.forEach(base -> uses.merge(key(base), 1, Integer::sum));
	}

	/**
	 * Chooses names: the path without extension, or with it where two images would share a name, or with a number.
	 *
	 * @param folder that of all images
	 * @return names with slashes between folders, in the order of the images
	 */
	static Map<Path, String> of(final Path folder, final Collection<Path> images) {
		final OutputNames chosen = new OutputNames(images.stream().map(image -> ResultImages.baseName(relative(folder, image))).toList());
		images.forEach(image -> chosen.choose(image, relative(folder, image)));
		return chosen.names;
	}

	/**
	 * The name for an image of a folder whose other images are not known yet: its path with its extension, or with a number where
	 * another one that was named before would share it.
	 *
	 * @param names those given so far; takes the new one
	 * @param path the image's path in the folder, with slashes
	 */
	static String next(final Map<String, String> names, final String path) {
		String name = path;
		for (int i = 2; !names.computeIfAbsent(key(name), free -> path).equals(path); i++)
			name = path + "~" + i;
		return name;
	}

	/** The path of an image in a folder, with slashes. */
	static String relative(final Path folder, final Path image) {
		return Texts.slashes(folder.relativize(image));
	}

	private void choose(final Path image, final String path) {
		final String base = ResultImages.baseName(path);
		if (uses.get(key(base)) == 1 && !isSliceOfAnother(base)) {
			names.put(image, base);
			return;
		}
		String name = path;
		for (int i = 2; uses.containsKey(key(name)) || isSliceOfAnother(name); i++)
			name = path + "~" + i;
		uses.put(key(name), 1);
		names.put(image, name);
	}

	private boolean isSliceOfAnother(final String name) {
		final Matcher numbered = NUMBERED.matcher(name);
		return numbered.matches() && uses.containsKey(key(numbered.group(1)));
	}

	private static String key(final String name) {
		return Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
	}
}
