package org.anomalyflow.training;

import java.util.Arrays;
import java.util.Optional;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.metric.CellMask;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.model.DefectRecipe;
import org.anomalyflow.training.defect.DefectPainter;
import org.anomalyflow.training.defect.DefectPainter.Painted;
import org.anomalyflow.training.defect.TextureFolder;

/** Paints the defects that a detector learns from, each image's from its own stream of random numbers. */
final class PaintedViews {

	private final DefectRecipe recipe;
	private final DefectPainter painter;
	private final int[] parts;
	private final long seed;

	/**
	 * @param recipe which defects
	 * @param images into which they are painted
	 * @param textures pictures to paint with; empty for the good images themselves
	 * @param parts the part of each image
	 * @param seed decides the defects
	 */
	PaintedViews(final DefectRecipe recipe, final TrainingImages images, final Optional<TextureFolder> textures, final int[] parts,
		final long seed)
	{
		this.recipe = recipe;
		this.parts = parts.clone();
		this.seed = seed;
		painter = new DefectPainter(recipe.finest(), images.range(), images.isGray(), textures);
	}

	/** Those of a training; empty if its detector learns from good images alone. */
	static Optional<PaintedViews> of(final TrainingSetup setup) {
		return setup.defects()
			.map(recipe -> new PaintedViews(recipe, setup.images(), setup.textures(), setup.partsOfTraining(), setup.options().seed()));
	}

	/** The part of an image, numbered among those that train. */
	int part(final int image) {
		return parts[image];
	}

	/**
	 * Paints a defect.
	 *
	 * @param view of an image, square
	 * @param area of it that counts, in pixels of the view; empty for all
	 * @param image its number among all images
	 * @param number of the defect
	 */
	Painted paint(final PlanarImage view, final Optional<PixelRuns> area, final int image, final int number) {
		final boolean[] within = new boolean[view.width() * view.height()];
		if (area.isEmpty())
			Arrays.fill(within, true);
		else if (!area.get().isEmpty())
			System.arraycopy(CellMask.of(area.get(), view.width(), view.height()), 0, within, 0, within.length);
		return painter.paint(view, within, SeededRandom.stream(seed, "defect " + number + " of image " + image));
	}

	/**
	 * The cells of a feature map that count as defective.
	 *
	 * @param mask the defective pixels of a square image, row by row
	 * @param map its shape, [C, H, W]
	 */
	boolean[] cells(final boolean[] mask, final Shape map) {
		final int side = (int) Math.sqrt(mask.length);
		final int width = (int) map.get(2);
		final int[] defective = new int[width * (int) map.get(1)];
		for (int i = 0; i < mask.length; i++)
			if (mask[i])
				defective[(int) (i / side * map.get(1) / side) * width + (int) (i % side * map.get(2) / side)]++;
		final boolean[] cells = new boolean[defective.length];
		for (int i = 0; i < cells.length; i++)
			cells[i] = defective[i] >= recipe.cover() * mask.length / cells.length;
		return cells;
	}
}
