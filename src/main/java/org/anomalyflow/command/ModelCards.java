package org.anomalyflow.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import org.anomalyflow.Models;

/** Cards of models as text. */
public final class ModelCards {

	private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

	private ModelCards() {}

	/** A time of this place, to the minute; {@code never} if there is none. */
	public static String time(final Optional<Instant> time) {
		return time.map(instant -> TIME.format(instant.atZone(ZoneId.systemDefault()))).orElse("never");
	}

	/** What there is to know about a model's health: whether it can be used, and what was seen of drift. */
	public static String health(final Models.Card card) {
		if (!card.fault().isEmpty())
			return card.fault();
		return card.drift().isEmpty() ? "No drift was seen." : card.drift();
	}

	/** A few lines. */
	static String words(final Models.Card card) {
		final String line = System.lineSeparator() + "  ";
		if (!card.fault().isEmpty())
			return card.name() + line + "Cannot be used: " + card.fault();
		return card.name() + ": " + card.kind() + ", " + card.data() + ", made " + time(card.made()) + ", used " + time(card.used()) +
			", trained on " + card.device() + line + String.join(line, card.thresholds()) + line + "Health: " + health(card) + line + card.file();
	}

	/** One line of JSON. */
	static String json(final Models.Card card) {
		final JsonObject line = new JsonObject();
		line.addProperty("name", card.name());
		line.addProperty("model_file", card.file().getPath());
		line.addProperty("fault", card.fault());
		line.addProperty("kind", card.kind());
		line.addProperty("data", card.data());
		line.addProperty("made", card.made().map(Instant::toString).orElse(null));
		line.addProperty("used", card.used().map(Instant::toString).orElse(null));
		final JsonArray thresholds = new JsonArray();
		card.thresholds().forEach(thresholds::add);
		line.add("thresholds", thresholds);
		line.addProperty("drift", card.drift());
		line.addProperty("device", card.device());
		return JsonVerdicts.ascii(GSON.toJson(line));
	}
}
