package org.anomalyflow.dataset;

import java.nio.file.Path;

/** Knows one way of laying out a category on disk. */
interface LayoutReader {

	/** What {@link #recognises(Path)} looks for, to complete "expected ...". */
	String expected();

	/** Whether a folder is one category of this layout, judged by its subfolders' names. */
	boolean recognises(Path folder);

	/**
	 * Lists a category that was recognised.
	 *
	 * @param layout recorded in the result
	 * @param split used where the layout has no split of its own
	 */
	Category read(Path folder, DatasetLayout layout, GoodSplit split);
}
