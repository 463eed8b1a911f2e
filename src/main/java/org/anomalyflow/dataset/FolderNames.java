package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What people call the folders of a data set. Case does not matter, nor whether words are joined by {@code _}, {@code -} or
 * a space.
 */
final class FolderNames {

	/** Folders of good images. */
	static final List<String> GOOD = List.of("good", "ok", "io", "i.o.", "normal", "pass", "passed", "accept", "accepted", "defect_free",
		"no_defect", "no_defects", "non_defective");

	/** Folders of defective images. */
	static final List<String> DEFECTIVE = List.of("defective", "defect", "defects", "bad", "ng", "no_good", "not_good", "nok", "not_ok", "ko",
		"nio", "n.i.o.", "fail", "failed", "reject", "rejected", "rejects", "faulty", "anomaly", "anomalies", "anomalous", "abnormal");

	/** Folders of masks and other labels, which are never images to train on or to judge. */
	private static final Pattern MASKS = Pattern
		.compile("gt|truth|mask|label|labels|annotations?|segmentations?|ground_?truth|.*masks|.*ground_?truths");

	private static final String MASK = "(?:masks?|gt|labels?|annotations?|segmentations?|ground_?truths?)";
	private static final Pattern MASKED = Pattern.compile("(.+)_" + MASK + "|" + MASK + "_(.+)");

	/** Folders that say nothing of the images in them but which part of a data set they are. */
	private static final Set<String> NEUTRAL = Set.of("image", "images", "img", "imgs", "picture", "pictures", "photo", "photos", "data",
		"train", "training", "test", "testing", "test_public", "val", "valid", "validation");

	/** Words that people use for defects and never for cameras, lots or days. */
	private static final Pattern DEFECT_WORD = Pattern.compile("(?:anomal|broke|contamin|crack|crush|damage|defect|fault|" +
		"mispla|missing|reject|scratch|squeez).*|(?:bad|bent|burr|cut|dent|fail|hole|ng|nok|rust|spot|stain|tear|torn|wrong)s?");

	private static final Pattern WORDS = Pattern.compile("[^\\p{L}]+");

	private FolderNames() {}

	static boolean isGood(final Path folder) {
		return GOOD.contains(key(folder));
	}

	static boolean isDefective(final Path folder) {
		return DEFECTIVE.contains(key(folder));
	}

	/** Whether one of the words in a file's name is that of good images. */
	static boolean isGoodByWord(final Path file) {
		return words(file).anyMatch(GOOD::contains);
	}

	/** Whether one of the words in a file's name is that of defective images. */
	static boolean isDefectiveByWord(final Path file) {
		return words(file).anyMatch(DEFECTIVE::contains);
	}

	private static Stream<String> words(final Path file) {
		return WORDS.splitAsStream(Folders.stem(file));
	}

	/** Whether the words of a name speak of defects: such a folder is not taken for good only because others are. */
	static boolean soundsDefective(final Path folder) {
		return isDefective(folder) || Stream.of(key(folder).split("_")).anyMatch(word -> DEFECT_WORD.matcher(word).matches());
	}

	/** Whether a folder holds masks: it is called so, or like a folder beside it with such a word. */
	static boolean isMasks(final Path folder) {
		return MASKS.matcher(key(folder)).matches() || masked(folder).isPresent();
	}

	/** The lower-case name of the folder beside one of which the latter holds the masks, as {@code bad} of {@code bad_mask}. */
	static Optional<String> masked(final Path folder) {
		final Matcher words = MASKED.matcher(key(folder));
		if (!words.matches())
			return Optional.empty();
		final String owner = words.group(1) == null ? words.group(2) : words.group(1);
		return Folders.beside(folder, beside -> key(beside).equals(owner)).stream().map(Folders::lowerName).findFirst();
	}

	/** @param name in lower case */
	static boolean isNeutral(final String name) {
		return NEUTRAL.contains(name);
	}

	private static String key(final Path folder) {
		return Folders.lowerName(folder).replace('-', '_').replace(' ', '_');
	}
}
