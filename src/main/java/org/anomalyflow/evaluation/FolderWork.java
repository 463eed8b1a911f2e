package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.distributed.Work;
import org.anomalyflow.distributed.WorkItem;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Precision;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/**
 * The images of a folder as a work that several processes share. A part of an item is an image: its path in the input folder
 * and the name of its outputs.
 */
public final class FolderWork implements Work {

	/** The kind of such plans. */
	public static final String KIND = "detect-folder";

	/** What came of an image; without {@code judged} it failed. */
	record Entry(String image, String key, Judged judged, String error) {}

	/** What came of an item. */
	record Result(List<Entry> entries) {

		/** Reads a result; empty if there is none, or one that nobody has written whole. */
		static List<Entry> entries(final Optional<String> text) {
			try {
				return text.map(json -> Journal.GSON.fromJson(json, Result.class)).map(Result::entries).orElse(List.of());
			}
			catch (final JsonParseException e) {
				return List.of();
			}
		}
	}

	private final PictureJudge judge;
	private final FolderFiles files;
	private final String source;
	private final Progress progress;
	private final SkippedImages skipped;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param bundle the model
	 * @param options the user's choices
	 * @param files where images and outputs are; the judge writes outputs into the output folder of the options
	 * @param source what the input folder is called; images of the same name in another folder are others
	 * @param progress told what is done
	 */
	public FolderWork(final ComputeContext context, final ModelBundle bundle, final FolderOptions options, final FolderFiles files,
		final String source, final Progress progress)
	{
		this.files = files;
		this.source = source;
		this.progress = progress;
		skipped = new SkippedImages(progress);
		judge = new PictureJudge(context, bundle, options, progress);
	}

	/** What the input folder is called if it is a folder of this machine. */
	public static String source(final FolderOptions options) {
		return options.inputFolder().toAbsolutePath().normalize().toString();
	}

	/**
	 * Lists the input folder.
	 *
	 * @param precision as the user gave it
	 * @param shards how many parts the work is cut into; 0 if one program has all of it done
	 * @throws AnomalyFlowException if it cannot be read or has no image
	 */
	public static WorkPlan plan(final ModelBundle bundle, final FolderOptions options, final String precision, final int shards,
		final Progress progress)
	{
		return plan(bundle, options, precision, shards, FolderListing.of(options, progress));
	}

	/**
	 * The plan for images that were listed elsewhere.
	 *
	 * @param images paths in the input folder, with slashes, in the order of the tables
	 * @param unreadable folders that could not be listed, and why
	 */
	public static WorkPlan plan(final ModelBundle bundle, final FolderOptions options, final String precision, final int shards,
		final List<String> images, final Map<String, String> unreadable)
	{
		final Path input = options.inputFolder();
		return plan(bundle, options, precision, shards,
			new FolderListing(OutputNames.of(input, images.stream().map(input::resolve).toList()), unreadable));
	}

	private static WorkPlan plan(final ModelBundle bundle, final FolderOptions options, final String precision, final int shards,
		final FolderListing listing)
	{
		final JsonObject settings = new JsonObject();
		settings.addProperty("model", options.modelFile().toAbsolutePath().normalize().toString());
		settings.addProperty("tables", options.outputs().tables());
		final JsonObject unreadable = new JsonObject();
		listing.unreadable().forEach(unreadable::addProperty);
		settings.add("unreadable", unreadable);
		final List<List<String>> parts = listing.names().entrySet().stream()
			.map(image -> List.of(OutputNames.relative(options.inputFolder(), image.getKey()), image.getValue())).collect(Collectors.toList());
		return new WorkPlan(KIND, FolderDetection.fingerprint(bundle.info(), options, Precision.parse(precision).toString()), shards, settings,
			WorkPlan.cut(parts, shards));
	}

	/** @throws CancelledException if the user stopped */
	@Override
	public String run(final WorkItem item, final Optional<String> before) {
		final Map<String, Entry> known = Result.entries(before).stream()
			.collect(Collectors.toMap(Entry::image, entry -> entry, (first, second) -> second));
		final List<Entry> entries = new ArrayList<>();
		try (WriteBehind behind = new WriteBehind()) {
			for (final List<String> part : item.parts()) {
				progress.checkCancelled("Detecting");
				final String image = part.get(0);
				final Supplier<Entry> judging = judge(image, part.get(1), known.get(image), behind);
				behind.next(() -> entries.add(settle(image, judging)));
			}
		}
		return Journal.GSON.toJson(new Result(entries));
	}

	/** Judges an image, unless what is known of the same one is still right. */
	private Supplier<Entry> judge(final String image, final String name, final Entry before, final WriteBehind behind) {
		try {
			final Path file = files.fetch(image);
			final String key = FolderDetection.key(source, file, name);
			if (before != null && before.judged() != null && key.equals(before.key()) && isThere(before.judged(), files))
				return () -> before;
			final Supplier<Judged> judging = judge.judge(file, name, behind);
			return () -> new Entry(image, key, judging.get(), null);
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final AnomalyFlowException e) {
			return () -> {
				throw e;
			};
		}
	}

	/** What an image gave, once its pictures are written. */
	private Entry settle(final String image, final Supplier<Entry> judging) {
		try {
			return judging.get();
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final AnomalyFlowException e) {
			skipped.tell(image, e);
			return new Entry(image, null, null, e.getMessage());
		}
	}

	/** Whether all that was written of an image is there. */
	static boolean isThere(final Judged judged, final FolderFiles files) {
		return judged.written().stream().allMatch(written -> files.has(written.file(), written.size()));
	}
}
