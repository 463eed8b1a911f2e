package org.anomalyflow.desk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import javax.swing.AbstractListModel;

import org.anomalyflow.inference.PictureVerdict;

/** The pictures of a folder that have been judged, the newest first, as far as they are wanted. Holds the last {@value #MOST}; counts go on. */
final class FolderRows extends AbstractListModel<FolderRows.Row> {

	static final int MOST = 20_000;
	/** What is said of a picture that could not be judged. */
	static final String FAILED = "failed";
	private static final long serialVersionUID = 1L;

	/**
	 * A picture.
	 *
	 * @param number which one it is, from 1
	 * @param file where it lies, or lay
	 * @param image its path in the folder, with slashes
	 * @param verdict what was said of it; null if it could not be judged
	 * @param error why it could not be judged; empty if it was
	 */
	record Row(long number, Path file, String image, PictureVerdict verdict, String error) {

		String decision() {
			return verdict == null ? FAILED : verdict.decision();
		}

		/** Its folder below that of all pictures; empty if there is none. */
		String group() {
			final int slash = image.lastIndexOf('/');
			return slash < 0 ? "" : image.substring(0, slash);
		}
	}

	private final transient List<Row> all = new ArrayList<>();
	private final transient List<Row> shown = new ArrayList<>();
	private final transient Map<String, Integer> counts = new HashMap<>();
	private final transient Map<String, Integer> groups = new TreeMap<>();
	private transient Predicate<Row> wanted = row -> true;
	private long number;

	/** Adds a judged picture. */
	Row add(final PictureVerdict verdict) {
		return add(new Row(++number, verdict.file(), verdict.image(), verdict, ""));
	}

	/** Adds a picture that could not be judged. */
	Row add(final Path file, final String image, final String error) {
		return add(new Row(++number, file, image, null, error));
	}

	private Row add(final Row row) {
		all.add(row);
		counts.merge(row.decision(), 1, Integer::sum);
		groups.merge(row.group(), 1, Integer::sum);
		if (all.size() > MOST)
			forget(all.remove(0));
		if (wanted.test(row)) {
			shown.add(row);
			fireIntervalAdded(this, 0, 0);
		}
		return row;
	}

	private void forget(final Row oldest) {
		if (!shown.isEmpty() && shown.get(0) == oldest) {
			shown.remove(0);
			fireIntervalRemoved(this, shown.size(), shown.size());
		}
	}

	/** Shows others. */
	void filter(final Predicate<Row> condition) {
		wanted = condition;
		final int before = shown.size();
		shown.clear();
		if (before > 0)
			fireIntervalRemoved(this, 0, before - 1);
		all.stream().filter(wanted).forEach(shown::add);
		if (!shown.isEmpty())
			fireIntervalAdded(this, 0, shown.size() - 1);
	}

	/** How many there were of a decision, or that failed. */
	int count(final String decision) {
		return counts.getOrDefault(decision, 0);
	}

	/** How many there were. */
	long total() {
		return number;
	}

	/** The folders that pictures lie in, as {@link Row#group()} has them. */
	List<String> groups() {
		return List.copyOf(groups.keySet());
	}

	@Override
	public int getSize() {
		return shown.size();
	}

	@Override
	public Row getElementAt(final int index) {
		return shown.get(shown.size() - 1 - index);
	}
}
