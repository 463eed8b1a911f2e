package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

/** Builds small data sets on disk. */
final class Miniature {

	private final Path root;

	Miniature(final Path root) {
		this.root = root;
	}

	Path root() {
		return root;
	}

	/** Gray images of 8 x 6 pixels. */
	Miniature images(final String folder, final String... names) {
		for (final String name : names)
			image(folder + "/" + name, 8, 6, 100, 8);
		return this;
	}

	/** A black image of 8 x 6 pixels whose first pixels have a value. */
	Miniature mask(final String path, final int value, final int pixels) {
		return image(path, 8, 6, value, pixels);
	}

	Miniature image(final String path, final int width, final int height, final int value, final int pixels) {
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
		for (int i = 0; i < pixels; i++)
			image.getRaster().setSample(i % width, i / width, 0, value);
		return write(image, path);
	}

	Miniature write(final BufferedImage image, final String path) {
		final String format = Folders.extension(Path.of(path));
		try {
			Files.createDirectories(root.resolve(path).getParent());
			assertTrue(ImageIO.write(image, format, root.resolve(path).toFile()), "no writer for " + format);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return this;
	}

	/** An image of 8 x 6 pixels with all kinds of values, as photographs have. */
	Miniature photograph(final String path) {
		final BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_BYTE_GRAY);
		for (int i = 0; i < 48; i++)
			image.getRaster().setSample(i % 8, i / 8, 0, 40 + 3 * i);
		return write(image, path);
	}

	Miniature text(final String path, final String content) {
		try {
			Files.createDirectories(root.resolve(path).getParent());
			Files.writeString(root.resolve(path), content);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return this;
	}

	Miniature folder(final String path) {
		try {
			Files.createDirectories(root.resolve(path));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return this;
	}

	/** Paths below the root, with slashes. */
	List<String> names(final List<Path> paths) {
		return paths.stream().map(path -> root.relativize(path).toString().replace('\\', '/')).toList();
	}

	/** Test samples as {@code image defect mask}, the last being {@code -} if there is none, several joined by {@code +}. */
	List<String> samples(final Category category) {
		return category.test().stream().map(sample -> names(List.of(sample.image())).get(0) + " " + sample.defect() + " " +
			(sample.masks().isEmpty() ? "-" : String.join("+", names(sample.masks())))).toList();
	}
}
