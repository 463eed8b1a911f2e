package org.anomalyflow.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.inference.VerdictListener;

/**
 * One line of JSON per picture, for programs that read along: plain ASCII, whatever names the pictures have. {@code p_value} is
 * null where the model does not tell; a picture that could not be judged has {@code error} instead of a verdict.
 */
final class JsonVerdicts implements VerdictListener {

	private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
	private static final int LAST_OF_ASCII = 0x7e;

	private final Consumer<String> lines;

	/** @param lines where they go */
	JsonVerdicts(final Consumer<String> lines) {
		this.lines = lines;
	}

	@Override
	public void judged(final PictureVerdict verdict, final Optional<ImageDetection> detection) {
		final JsonObject line = line(verdict.image(), verdict.file());
		line.addProperty("decision", verdict.decision());
		line.addProperty("score", verdict.score());
		line.addProperty("p_value", verdict.pValue());
		line.addProperty("reason", verdict.reason());
		line.addProperty("regions", verdict.regions());
		line.addProperty("slice", verdict.slice());
		line.addProperty("slices", verdict.slices());
		line.addProperty("seconds", verdict.seconds());
		line.addProperty("drift", verdict.drifted());
		lines.accept(ascii(GSON.toJson(line)));
	}

	@Override
	public void failed(final Path file, final String image, final String error) {
		final JsonObject line = line(image, file);
		line.addProperty("error", error);
		lines.accept(ascii(GSON.toJson(line)));
	}

	private static JsonObject line(final String image, final Path file) {
		final JsonObject line = new JsonObject();
		line.addProperty("image", image);
		line.addProperty("path", file.toAbsolutePath().normalize().toString());
		return line;
	}

	/** The same JSON in plain ASCII. */
	static String ascii(final String json) {
		final StringBuilder text = new StringBuilder(json.length());
		for (final char c : json.toCharArray())
			text.append(c <= LAST_OF_ASCII ? String.valueOf(c) : String.format("\\u%04x", (int) c));
		return text.toString();
	}
}
