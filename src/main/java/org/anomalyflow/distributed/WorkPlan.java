package org.anomalyflow.distributed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Digests;

/**
 * All items of a work in their order, and what is needed to put their results together. Every process that takes part works
 * out the same plan, by itself.
 *
 * @param kind which work it is
 * @param fingerprint of the settings on which results depend
 * @param shards how many parts the work is cut into; 0 if one program has all of it done
 * @param settings what the merge needs
 * @param items numbered from 0
 */
public record WorkPlan(String kind, String fingerprint, int shards, JsonObject settings, List<WorkItem> items) {

	/** Items have so many parts at most: what is lost if a process is killed. */
	private static final int MOST_PARTS = 32;
	/**
	 * So many items there are at least, if there are as many parts: enough for all that take part to have some of the slow ones. Many more would
	 * cost more than they bring, because each is a task and a file of its own.
	 */
	private static final int ENOUGH_ITEMS = 128;
	/** Nor are there fewer than so many for each shard. */
	private static final int ITEMS_OF_A_SHARD = 4;

	private static final String NAME = "plan.json";
	private static final String ITEM = "item-";
	private static final int DIGITS = 16;
	private static final Gson GSON = new Gson();

	/**
	 * Cuts many small parts into items of equal size, neighbours together.
	 *
	 * @param parts in their order
	 * @param shards how many parts the work is cut into; 0 if one program has all of it done
	 */
	public static List<WorkItem> cut(final List<List<String>> parts, final int shards) {
		final long enough = Math.max(ENOUGH_ITEMS, (long) ITEMS_OF_A_SHARD * shards);
		return items(parts, (int) Math.max(1, Math.min(MOST_PARTS, parts.size() / enough)));
	}

	/** One item for each part, which takes long. */
	public static List<WorkItem> single(final List<List<String>> parts) {
		return items(parts, 1);
	}

	private static List<WorkItem> items(final List<List<String>> parts, final int size) {
		final List<WorkItem> items = new ArrayList<>();
		for (int start = 0; start < parts.size(); start += size)
			items.add(new WorkItem(items.size(), parts.subList(start, Math.min(parts.size(), start + size))));
		return items;
	}

	/** The name of the result of an item in the store: another one if settings or parts are others. */
	public String resultOf(final WorkItem item) {
		return resultOf(fingerprint, item);
	}

	/** As {@link #resultOf(WorkItem)}, of a plan with a fingerprint. */
	public static String resultOf(final String fingerprint, final WorkItem item) {
		return String.format(ITEM + "%07d-%s.json", item.number(),
			Digests.sha256(fingerprint + GSON.toJson(item.parts())).substring(0, DIGITS));
	}

	/**
	 * Makes this the plan of a store, in which others may have begun with the same one. Results of other settings are deleted:
	 * what they belong to is going to be replaced.
	 */
	public void begin(final ItemStore store) {
		final String json = GSON.toJson(this);
		final String digest = fingerprint + " " + Digests.sha256(json);
		final String[] before = store.get(NAME).orElse("").split("\n", 2);
		if (before[0].equals(digest))
			return;
		// those of this plan may be another process's, which began at the same moment
		if (!before[0].startsWith(fingerprint))
			store.keepOnly(ITEM, items.stream().map(this::resultOf).collect(Collectors.toSet()));
		store.put(NAME, digest + "\n" + json);
	}

	/**
	 * The plan of a store.
	 *
	 * @return empty if there is none
	 * @throws AnomalyFlowException if it cannot be read
	 */
	public static Optional<WorkPlan> of(final ItemStore store) {
		return store.get(NAME).map(text -> {
			try {
				final WorkPlan plan = GSON.fromJson(text.substring(text.indexOf('\n') + 1), WorkPlan.class);
				if (plan != null && plan.items != null && plan.settings != null && plan.kind != null && plan.fingerprint != null)
					return plan;
			}
			catch (final JsonParseException e) {
				// told below
			}
			throw new AnomalyFlowException(
				"The plan " + NAME + " in " + store + " is damaged. Start one of the shards again, which writes it anew, then merge.");
		});
	}
}
