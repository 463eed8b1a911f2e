package org.anomalyflow;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.imageio.ImageIO;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.bundle.ModelLibrary;
import org.anomalyflow.dataset.GoodImages;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/** The library of models: each has a name, which every command takes in place of a path, and a card that says what it is. */
public final class Models {

	private static final int SIDE = 96;
	private static final String MODEL_FILE = "model_file";

	private final ModelLibrary library;

	private Models(final ModelLibrary library) {
		this.library = library;
	}

	/** Those of this user. */
	public static Models ofUser() {
		return new Models(ModelLibrary.ofUser());
	}

	/**
	 * What a model of the library is.
	 *
	 * @param name its name; that of the file for one that is not in the library
	 * @param file where it lies
	 * @param fault why it cannot be used; empty if it can
	 * @param used when it was used last
	 * @param made when its file was written; empty if it is not there
	 * @param kind detector and backbone
	 * @param data what it has learned from
	 * @param thresholds what is reviewed, rejected and marked, and what is promised about it, one sentence or more each
	 * @param drift what was seen of drift; empty for none
	 * @param device where it was trained
	 * @param picture a picture of one of the good parts; empty if none is kept
	 */
	public record Card(String name, File file, String fault, Optional<Instant> used, Optional<Instant> made, String kind, String data,
		List<String> thresholds, String drift, String device, Optional<File> picture)
	{}

	/**
	 * The file that a user means by the path or name of a model; it need not be there if it is a path.
	 *
	 * @throws InvalidParameterException if nothing is given, or a name that no model has
	 */
	public Path file(final File model) {
		if (model == null || model.getPath().isBlank())
			throw new InvalidParameterException(MODEL_FILE, null,
				"give the path of a model file, NAME" + BundleFile.EXTENSION + ", or a name of the library of models");
		return library.resolve(MODEL_FILE, model.toPath());
	}

	/** The names of all models, last used first; quicker than {@link #cards()}, which opens them. */
	public List<String> names() {
		return library.entries().stream().map(ModelLibrary.Entry::name).toList();
	}

	/** All models, last used first. */
	public List<Card> cards() {
		return library.entries().stream().map(this::card).toList();
	}

	/**
	 * The card of a model.
	 *
	 * @param model its name or path
	 * @throws InvalidParameterException if there is none
	 */
	public Card card(final File model) {
		final Path file = file(model).toAbsolutePath().normalize();
		return library.entries().stream().filter(entry -> entry.file().equals(file)).findFirst().map(this::card)
			.orElseGet(() -> card(new ModelLibrary.Entry(file.getFileName().toString(), file, Optional.empty(), "")));
	}

	private Card card(final ModelLibrary.Entry entry) {
		final Optional<File> picture = Optional.of(library.picture(entry.name()).toFile()).filter(File::isFile);
		final File file = entry.file().toFile();
		try {
			final ModelInfo info = BundleFile.describe(entry.file());
			return new Card(entry.name(), file, "", entry.used(), Optional.of(Instant.ofEpochMilli(file.lastModified())),
				info.model() + " on " + info.backbone().name(), data(info), info.calibration().sentences(), entry.drift(), info.training().device(),
				picture);
		}
		catch (final AnomalyFlowException e) {
			return new Card(entry.name(), file, e.getMessage(), entry.used(), Optional.empty(), "", "", List.of(), "", "", picture);
		}
	}

	private static String data(final ModelInfo info) {
		final ModelInfo.Training training = info.training();
		final ModelInfo.ImageKind kind = info.preprocessing().images();
		return (training.images() == 0 ? "training images not known" : training.images() + " good images") +
			(kind == null ? "" : " of " + range(kind.minWidth(), kind.maxWidth()) + " x " + range(kind.minHeight(), kind.maxHeight()) + " px");
	}

	private static String range(final int min, final int max) {
		return min == max ? String.valueOf(min) : min + " to " + max;
	}

	/**
	 * Puts a model into the library, or gives it another name there.
	 *
	 * @param modelFile the model
	 * @param name its name; empty for that of its file
	 * @return its name
	 * @throws AnomalyFlowException if it is no model, or the name is not allowed or taken
	 */
	public String register(final File modelFile, final String name) {
		final Path file = file(modelFile);
		BundleFile.describe(file);
		return library.register(file, name).name();
	}

	/**
	 * Puts a model into the library that a person has just trained, with a picture of one of the good parts. What cannot be kept
	 * is no fault of the training.
	 *
	 * @param goodImages the folder of good images; may be null
	 * @return its name; empty if it cannot be kept
	 */
	public Optional<String> keep(final File modelFile, final File goodImages) {
		try {
			final String name = register(modelFile, "");
			if (goodImages != null && !goodImages.getPath().isBlank())
				keepPicture(GoodImages.find(goodImages.toPath(), Progress.NONE).get(0), library.picture(name));
			return Optional.of(name);
		}
		catch (final AnomalyFlowException e) {
			return Optional.empty();
		}
	}

	private static void keepPicture(final Path good, final Path target) {
		final Image image = ImageFiles.open(good).getBufferedImage();
		final double scale = Math.min(1.0, (double) SIDE / Math.max(image.getWidth(null), image.getHeight(null)));
		final BufferedImage small = new BufferedImage(Math.max(1, (int) (scale * image.getWidth(null))),
			Math.max(1, (int) (scale * image.getHeight(null))), BufferedImage.TYPE_INT_RGB);
		final Graphics2D g = small.createGraphics();
		g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
		g.drawImage(image, 0, 0, small.getWidth(), small.getHeight(), null);
		g.dispose();
		AtomicFiles.writeUnsynced(target, temporary -> {
			try (var out = Files.newOutputStream(temporary)) {
				ImageIO.write(small, "png", out);
			}
		});
	}

	/**
	 * Gives a model another name.
	 *
	 * @throws InvalidParameterException if there is no such model, or the new name is not allowed or taken
	 */
	public void rename(final String name, final String to) {
		library.rename(name, to);
	}

	/**
	 * Takes a model out of the library; its file stays.
	 *
	 * @return where it lies
	 * @throws InvalidParameterException if there is no such model
	 */
	public File remove(final String name) {
		return library.remove(name).file().toFile();
	}

	/** Notes that a model is used now, if it is in the library. */
	void used(final Path modelFile) {
		library.used(modelFile);
	}

	/** Notes what a folder has told of drift, if its model is in the library. */
	public void noteDrift(final Path modelFile, final String report) {
		library.noteDrift(modelFile, report);
	}
}
