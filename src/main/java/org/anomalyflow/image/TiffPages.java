package org.anomalyflow.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Chooses the pages of a TIFF that are the picture: not its thumbnails, overviews and transparency masks. */
final class TiffPages {

	private TiffPages() {}

	/**
	 * The pages that are pictures of one size and type. Left out are pages that are marked as smaller copies or masks of
	 * another one, and unmarked ones with which a pyramid goes on behind the first page: the same proportions, ever
	 * smaller.
	 *
	 * @return at least one
	 * @throws IOException if pages differ otherwise, so that there is no telling which of them is meant
	 */
	static List<TiffDirectory> select(final List<TiffDirectory> all) throws IOException {
		if (all.isEmpty())
			throw new IOException("it holds no page");
		List<TiffDirectory> pages = all.stream().filter(page -> !page.isSecondary()).toList();
		if (pages.isEmpty()) {
			if (all.stream().anyMatch(page -> page.all(TiffDirectory.SUB_DIRECTORIES).length > 0))
				throw new IOException(
					"it holds a thumbnail and its picture in a sub-directory, as raw files of cameras do;" + " save it as an ordinary TIFF");
			pages = all;
		}
		final TiffDirectory first = pages.get(0);
		if (isPyramid(pages))
			return List.of(first);
		final List<TiffDirectory> alike = new ArrayList<>();
		for (final TiffDirectory page : pages) {
			if (!page.isLike(first))
				throw new IOException("page " + (page.index() + 1) + " has " + describe(page) + ", the first " + describe(first) +
					"; save the pages as files of their own");
			alike.add(page);
		}
		return alike;
	}

	private static boolean isPyramid(final List<TiffDirectory> pages) {
		TiffDirectory last = pages.get(0);
		for (final TiffDirectory page : pages.subList(1, pages.size())) {
			if (!isSmallerCopy(page, last, pages.get(0)))
				return false;
			last = page;
		}
		return pages.size() > 1;
	}

	private static boolean isSmallerCopy(final TiffDirectory page, final TiffDirectory last, final TiffDirectory first) {
		final double width = width(page);
		final double height = height(page);
		if (width >= width(last) || height >= height(last) || page.samples() != first.samples())
			return false;
		final double factor = width(first) / width;
		// each program rounds sizes its own way
		return Math.abs(height(first) / factor - height) <= 1 || Math.abs(width(first) * height / height(first) - width) <= 1;
	}

	private static double width(final TiffDirectory page) {
		return page.first(TiffDirectory.WIDTH, 0);
	}

	private static double height(final TiffDirectory page) {
		return page.first(TiffDirectory.HEIGHT, 0);
	}

	private static String describe(final TiffDirectory page) {
		return page.first(TiffDirectory.WIDTH, 0) + " x " + page.first(TiffDirectory.HEIGHT, 0) + " px and " + page.samples() + " samples of " +
			page.bits() + " bits";
	}
}
