package org.anomalyflow.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The defects that are painted into good images for a detector that learns from both.
 *
 * @param perImage how many versions of each good image there are, each with another defect
 * @param finest the finest noise of their masks has 2 to this power cells along a side
 * @param cover a cell of the finest feature map counts as defective from this share of its pixels on
 * @param textures a folder of pictures to paint with; empty for the good images themselves
 */
public record DefectRecipe(int perImage, int finest, double cover, Optional<Path> textures) {

	/** The same, painted with the good images themselves. */
	public DefectRecipe withoutTextures() {
		return new DefectRecipe(perImage, finest, cover, Optional.empty());
	}
}
