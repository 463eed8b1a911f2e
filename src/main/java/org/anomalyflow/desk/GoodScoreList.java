package org.anomalyflow.desk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.anomalyflow.training.GoodImage;
import org.anomalyflow.training.TrainingStart;

/**
 * The good parts of a training that were judged, the highest score first.
 *
 * @param parts those that were judged
 * @param unseen whether models judged that had not seen them
 * @param others how many parts were not judged
 */
record GoodScoreList(List<Part> parts, boolean unseen, int others) {

	/**
	 * One part.
	 *
	 * @param score that set the thresholds
	 * @param images all its images; several for slices, tiles and copies
	 * @param heats what is kept of each of these; null where nothing is
	 */
	record Part(float score, List<GoodImage> images, List<JudgedImage> heats) {

		/** The image with the highest score, to be shown for all. */
		GoodImage shown() {
			int highest = 0;
			for (int i = 1; i < heats.size(); i++)
				if (heats.get(i) != null && (heats.get(highest) == null || heats.get(i).score() > heats.get(highest).score()))
					highest = i;
			return images.get(highest);
		}

		/** What people call it. */
		String name() {
			final GoodImage image = shown();
			return image.file().map(Path::getFileName).map(Path::toString)
				.orElseGet(() -> "slice " + image.number() + image.open().map(open -> " " + open.shortLabel(image.number())).orElse("")).strip();
		}
	}

	/**
	 * @param start of the training
	 * @param judged by number of the image
	 * @param scores by number of the part
	 */
	static GoodScoreList of(final TrainingStart start, final Map<Integer, JudgedImage> judged, final SortedMap<Integer, Float> scores,
		final boolean unseen)
	{
		final List<Part> parts = new ArrayList<>();
		scores.forEach((part, score) -> {
			final List<GoodImage> images = new ArrayList<>();
			final List<JudgedImage> heats = new ArrayList<>();
			for (int i = 0; i < start.images().size(); i++)
				if (start.images().get(i).part() == part) {
					images.add(start.images().get(i));
					heats.add(judged.get(i));
				}
			parts.add(new Part(score, images, heats));
		});
		parts.sort(Comparator.comparingDouble(Part::score).reversed());
		final int all = (int) start.images().stream().mapToInt(GoodImage::part).distinct().count();
		return new GoodScoreList(List.copyOf(parts), unseen, all - parts.size());
	}
}
