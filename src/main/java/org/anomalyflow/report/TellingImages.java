package org.anomalyflow.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.anomalyflow.dataset.Mask;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.report.RunReport.Kind;
import org.anomalyflow.report.RunReport.Scored;
import org.anomalyflow.report.RunReport.Telling;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Messages;

/**
 * Picks the images that say most about a model while they are judged one after the other: defective ones that passed and
 * those for review, with the lowest scores, good ones that were rejected, with the highest (worst false alarms), and
 * defective ones that were, with the highest (best hits). Holds pictures of those few only. Equal scores: the first one stays.
 */
public final class TellingImages {

	/** How many of each kind. */
	static final int EACH = 3;

	private record Candidate(Scored image, Thumbnail thumbnail) {}

	private final DisplayRange display;
	private final Map<Kind, List<Candidate>> chosen = new EnumMap<>(Kind.class);

	/** @param display the scores of the first and the last colour */
	public TellingImages(final DisplayRange display) {
		this.display = display;
		for (final Kind kind : Kind.values())
			chosen.put(kind, new ArrayList<>());
	}

	/**
	 * Considers an image.
	 *
	 * @param heatmap raw pixel scores at the image's size, [height, width] row by row
	 * @param mask what the model marked
	 * @param truth reads the true mask; empty if there is none
	 */
	public void offer(final Scored scored, final PlanarImage image, final float[] heatmap, final boolean[] mask,
		final Supplier<Optional<Mask>> truth)
	{
		offer(scored,
			() -> Thumbnail.of(image, heatmap, mask, scored.defective() ? truth.get() : Optional.empty(), !scored.defective(), display));
	}

	void offer(final Scored scored, final Supplier<Thumbnail> thumbnail) {
		final boolean rejected = "reject".equals(scored.decision());
		if (!scored.defective() && !rejected)
			return;
		final Kind kind = !scored.defective()
			? Kind.FALSE_ALARM
			: rejected ? Kind.HIT : "review".equals(scored.decision()) ? Kind.REVIEW : Kind.MISS;
		final Comparator<Candidate> ascending = Comparator.comparingDouble(candidate -> candidate.image.score());
		final Comparator<Candidate> order = kind == Kind.MISS || kind == Kind.REVIEW ? ascending : ascending.reversed();
		final List<Candidate> list = chosen.get(kind);
		if (list.size() == EACH && order.compare(new Candidate(scored, null), list.get(EACH - 1)) >= 0)
			return;
		list.add(new Candidate(scored, thumbnail.get()));
		list.sort(order);
		if (list.size() > EACH)
			list.remove(EACH);
	}

	/**
	 * Writes the pictures, replacing those of an earlier run.
	 *
	 * @param folder the run's own folder of parts
	 * @return what to show, misses first, the worst or best of each kind first
	 * @throws AnomalyFlowException if they cannot be written
	 */
	public List<Telling> write(final Path folder) {
		clear(folder);
		final List<Telling> written = new ArrayList<>();
		chosen.forEach((kind, list) -> {
			for (int i = 0; i < list.size(); i++) {
				final Thumbnail thumbnail = list.get(i).thumbnail;
				final String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + (i + 1);
				final Telling telling = new Telling(kind, list.get(i).image, thumbnail.width(), thumbnail.height(), name + "-image.jpg",
					name + "-heatmap.png", thumbnail.found(), thumbnail.truth());
				AtomicFiles.write(folder.resolve(telling.imageFile()), file -> Files.write(file, thumbnail.image()));
				AtomicFiles.write(folder.resolve(telling.heatFile()), file -> Files.write(file, thumbnail.heat()));
				written.add(telling);
			}
		});
		return written;
	}

	private static void clear(final Path folder) {
		if (!Files.isDirectory(folder))
			return;
		try (var files = Files.list(folder)) {
			for (final Path file : files.filter(Files::isRegularFile).toList())
				Files.delete(file);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot clear " + folder + ": " + Messages.reason(e), e);
		}
	}
}
