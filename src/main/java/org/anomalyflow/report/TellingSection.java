package org.anomalyflow.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import org.anomalyflow.image.HeatLut;
import org.anomalyflow.report.RunReport.Kind;
import org.anomalyflow.report.RunReport.Scored;
import org.anomalyflow.report.RunReport.Telling;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/** The most telling images of a run: image, heatmap, what was found and the truth, side by side. */
final class TellingSection {

	private static final int STOPS = 8;

	private final Html html;
	private final RunReport report;
	private final Path parts;
	private final String id;

	TellingSection(final Html html, final Evaluation evaluation, final RunReport report, final String id) {
		this.html = html;
		this.report = report;
		this.id = id;
		parts = Evaluation.parts(evaluation.folder(), report.name());
	}

	void write() {
		final boolean defects = report.images().stream().anyMatch(Scored::defective);
		final boolean goods = report.images().stream().anyMatch(image -> !image.defective());
		if (defects) {
			kind(Kind.MISS, "Worst misses", "Defective images that passed, the lowest score first.", "No defective image passed.");
			kind(Kind.REVIEW, "Defects for review", "Defective images that a person has to decide on, the lowest score first.",
				"No defective image was left to review.");
		}
		if (goods)
			kind(Kind.FALSE_ALARM, "Worst false alarms", "Good images that were rejected, the highest score first.",
				"No good image was rejected.");
		if (defects)
			kind(Kind.HIT, "Best hits", "Defective images with the highest scores.", "No defective image was rejected.");
		if (!report.telling().isEmpty())
			colourBar();
	}

	private void kind(final Kind kind, final String title, final String explanation, final String none) {
		final List<Telling> shown = report.telling().stream().filter(telling -> telling.kind() == kind).toList();
		if (shown.isEmpty()) {
			html.element("p", none, "class", "small");
			return;
		}
		html.element("h4", title).element("p", explanation, "class", "small");
		for (int i = 0; i < shown.size(); i++)
			figure(shown.get(i), id + "-" + kind.name().toLowerCase(Locale.ROOT) + "-" + i);
	}

	private void figure(final Telling telling, final String name) {
		final Scored image = telling.image();
		html.open("figure", "class", "telling").open("figcaption").element("strong", image.name()).text(" " + image.defect())
			.element("span", "score " + Numbers.score(image.score()), "class", "score")
			.element("span", image.decision(), "class", "badge " + image.decision()).close();
		if (!Files.exists(parts.resolve(telling.imageFile())) || !Files.exists(parts.resolve(telling.heatFile()))) {
			html.element("p", "Its pictures are no longer in " + Evaluation.PARTS + ".", "class", "small").close();
			return;
		}
		html.open("div", "class", "panels");
		open(telling, "Image", image.name() + ": the image");
		html.empty("image", "id", name, "href", data(telling.imageFile(), "jpeg"), "width", "" + telling.width(), "height",
			"" + telling.height());
		close("Image");
		open(telling, "Heatmap", image.name() + ": the heatmap");
		html.empty("image", "href", data(telling.heatFile(), "png"), "width", "" + telling.width(), "height", "" + telling.height(),
			"preserveAspectRatio", "none");
		close("Heatmap");
		outlined(telling, name, "Found", telling.found(), "found", telling.found().isEmpty() ? "nothing marked" : null);
		outlined(telling, name, "Truth", telling.truth(), "truth",
			telling.truth() == null ? "no mask" : telling.truth().isEmpty() ? "no defect" : null);
		html.close().close();
	}

	private void outlined(final Telling telling, final String name, final String title, final String path, final String style,
		final String note)
	{
		open(telling, title, telling.image().name() + ": " + title.toLowerCase(Locale.ROOT) + (note == null ? "" : ", " + note));
		html.empty("use", "href", "#" + name);
		if (path != null && !path.isEmpty())
			html.empty("path", "class", "halo", "d", path).empty("path", "class", style, "d", path);
		close(note == null ? title : title + ": " + note);
	}

	private void open(final Telling telling, final String title, final String description) {
		html.open("div", "class", "panel").open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox",
			"0 0 " + telling.width() + " " + telling.height(), "role", "img", "aria-label", description).element("title", title);
	}

	private void close(final String caption) {
		html.close().element("span", caption).close();
	}

	/** A picture as a data URI. */
	private String data(final String file, final String type) {
		try {
			return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(parts.resolve(file)));
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read the picture " + parts.resolve(file) + ": " + Messages.reason(e), e);
		}
	}

	/** The fixed scale of all heatmaps of the run. */
	private void colourBar() {
		final double min = report.displayMin();
		final double max = report.displayMax();
		final StringBuilder gradient = new StringBuilder("background:linear-gradient(to right");
		for (int i = 0; i < STOPS; i++) {
			final Color color = HeatLut.color(i / (STOPS - 1.0));
			gradient.append(String.format(",#%06x", color.getRGB() & 0xffffff));
		}
		final double threshold = 100 * new DisplayRange(report.displayMin(), report.displayMax()).normalise(report.pixelThreshold().value());
		html.open("div", "class", "colourbar").open("div", "class", "bar", "style", gradient.append(')').toString());
		html.element("span", "", "class", "mark", "style", "left:" + Plot.number(threshold) + "%").close();
		html
			.open("p").element("span", Numbers.score(min)).element("span", "pixel score, one scale for all heatmaps of this " +
				"model; the tick is the pixel threshold " + Numbers.score(report.pixelThreshold().value()))
			.element("span", Numbers.score(max)).close().close();
	}
}
