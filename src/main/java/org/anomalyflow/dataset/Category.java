package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * One category of a data set: what a model is trained on and what it is tested on. Lists are immutable and sorted by
 * name, good test images before defective ones, these by defect type.
 *
 * @param name the category's name, from its folder
 * @param folder where it was found
 * @param layout how it is laid out; never {@link DatasetLayout#AUTO}
 * @param training good images; empty where the data set has none
 * @param test good and defective images; empty where the data set has none
 * @param notes what was left out and why, one sentence each
 */
public record Category(String name, Path folder, DatasetLayout layout, List<Path> training, List<Sample> test, List<String> notes) {

	public Category {
		training = List.copyOf(training);
		test = List.copyOf(test);
		notes = List.copyOf(notes);
	}

	/** Counts, image sizes and what is missing. Reads the header of each image and mask, not their pixels. */
	public CategorySummary summary() {
		return CategorySummary.of(this);
	}
}
