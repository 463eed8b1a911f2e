package org.anomalyflow.evaluation;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.anomalyflow.bundle.ModelLibrary;
import org.anomalyflow.dataset.DatasetLayout;
import org.anomalyflow.model.DetectorOption;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.InvalidParameterException;

/**
 * What a user chooses about an evaluation.
 *
 * @param dataset folder of a data set or of one category
 * @param outputFolder where results go
 * @param layout how the data set's folders are arranged
 * @param categories which categories; empty for all
 * @param models which detectors to train, each for every category and seed
 * @param modelFile a trained model to evaluate instead
 * @param seeds seeds to train with
 * @param outputs what to write
 * @param protocol how pixels are compared with masks
 * @param resume whether to skip what is finished
 * @param training how to train; its model and seed are replaced by each of those above
 */
public record EvaluationOptions(Path dataset, Path outputFolder, DatasetLayout layout, List<String> categories, List<String> models,
	Optional<Path> modelFile, List<Long> seeds, Outputs outputs, Protocol protocol, boolean resume, TrainingOptions training)
{

	/** Stands for all detectors that are installed. */
	public static final String ALL = "all";

	/** The same with trainings on a backbone, with a folder of its name below the output folder. */
	EvaluationOptions on(final String backbone, final TrainingOptions other) {
		return new EvaluationOptions(dataset, outputFolder.resolve(backbone), layout, categories, models, modelFile, seeds, outputs, protocol,
			resume, other);
	}

	/** All defaults; data set and output folder must be set. */
	public static Builder builder() {
		return new Builder();
	}

	/** Starts from the defaults; {@link #build()} checks that nothing is missing. */
	public static final class Builder {

		private File dataset;
		private File outputFolder;
		private DatasetLayout layout = DatasetLayout.AUTO;
		private List<String> categories = List.of();
		private List<String> models = List.of(TrainingOptions.DEFAULT_MODEL);
		private Optional<Path> modelFile = Optional.empty();
		private List<Long> seeds = List.of(TrainingOptions.DEFAULT_SEED);
		private Outputs outputs = Outputs.parse("tables+heatmaps+overlays");
		private Protocol protocol = Protocol.ORIGINAL;
		private boolean resume = true;
		private TrainingOptions training = TrainingOptions.builder().build();

		private Builder() {}

		public Builder setDataset(final File value) {
			dataset = value;
			return this;
		}

		public Builder setOutputFolder(final File value) {
			outputFolder = value;
			return this;
		}

		/** @param value a layout's public name */
		public Builder optLayout(final String value) {
			layout = DatasetLayout.of(value);
			return this;
		}

		/** @param value names separated by commas, or all */
		public Builder optCategories(final String value) {
			categories = ALL.equalsIgnoreCase(value.trim()) ? List.of() : names("categories", value);
			return this;
		}

		/** @param value names separated by commas, or all; auto takes for each category what suits its good images */
		public Builder optModels(final String value) {
			models = ALL.equalsIgnoreCase(value.trim()) ? Detectors.names() : names("model", value);
			kinds(models).forEach(Detectors::of);
			return this;
		}

		/** @param value a trained model; null or an empty path to train */
		public Builder optModelFile(final File value) {
			modelFile = value == null || value.getPath().isBlank()
				? Optional.empty()
				: Optional.of(ModelLibrary.ofUser().resolve("model_file", value.toPath()));
			return this;
		}

		/** @param value whole numbers separated by commas */
		public Builder optSeeds(final String value) {
			try {
				seeds = names("seeds", value).stream().map(Long::valueOf).toList();
			}
			catch (final NumberFormatException e) {
				throw new InvalidParameterException("seeds", value, "whole numbers separated by commas, for example 42,43,44");
			}
			return this;
		}

		/** @param value names joined by + */
		public Builder optWrite(final String value) {
			outputs = Outputs.parse(value);
			return this;
		}

		/** @param value a protocol's public name */
		public Builder optProtocol(final String value) {
			protocol = Protocol.of(value);
			return this;
		}

		public Builder optResume(final boolean value) {
			resume = value;
			return this;
		}

		public Builder optTraining(final TrainingOptions value) {
			training = value;
			return this;
		}

		static List<String> names(final String parameter, final String value) {
			final List<String> names = Arrays.stream(value.split(",")).map(String::trim).filter(name -> !name.isEmpty()).distinct().toList();
			if (names.isEmpty())
				throw new InvalidParameterException(parameter, value, "give at least one, several separated by commas");
			return names;
		}

		/** Those that name a kind of detector. */
		private static List<String> kinds(final List<String> models) {
			return models.stream().filter(model -> !TrainingOptions.isAutomatic(model)).toList();
		}

		/** An option belongs to one of the models at least; the others do without. */
		private void checkOptions() {
			final Set<String> known = kinds(models).stream().map(Detectors::of).flatMap(factory -> factory.options().stream())
				.map(DetectorOption::name).collect(Collectors.toSet());
			training.detectorOptions().forEach((name, value) -> {
				if (!known.contains(name))
					throw new InvalidParameterException(name, value, "none of " + String.join(", ", models) + " has such an option");
			});
			kinds(models).forEach(model -> DetectorOptions.of(Detectors.of(model), training.with(model, 0, false).detectorOptions()));
		}

		public EvaluationOptions build() {
			if (modelFile.isEmpty())
				checkOptions();
			return new EvaluationOptions(FolderOptions.path("dataset", dataset, "give the folder of a data set"),
				FolderOptions.path("output_folder", outputFolder, "give the folder to write results into"), layout, categories, models, modelFile,
				seeds, outputs, protocol, resume, training);
		}
	}
}
