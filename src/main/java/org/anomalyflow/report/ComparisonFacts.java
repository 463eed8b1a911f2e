package org.anomalyflow.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a comparison was made, so that it can be cited and repeated: data, protocol, versions, weights, device. */
final class ComparisonFacts {

	private final Html html;
	private final Comparison comparison;
	private final ComparisonTable table;

	ComparisonFacts(final Html html, final Comparison comparison, final ComparisonTable table) {
		this.html = html;
		this.comparison = comparison;
		this.table = table;
	}

	void write() {
		html.open("section", "id", "facts").element("h2", "How it was measured").open("dl", "class", "words");
		facts().forEach((name, text) -> html.open("div").element("dt", name).element("dd", text).close());
		html.close();
		weights();
		settings();
		if (!table.sources().isEmpty()) {
			html.element("h3", "Sources of published numbers").open("ul", "class", "small");
			table.sources().forEach(source -> html.element("li", PublishedDetectors.source(source)));
			html.close();
		}
		html.close();
	}

	private Map<String, String> facts() {
		final Map<String, String> facts = new LinkedHashMap<>();
		facts.put("Data set", comparison.name() + ": " + comparison.categories().stream().map(this::counts).collect(Collectors.joining("; ")));
		facts.put("Protocol", comparison.protocol() + " for pixels; the last epoch of each training; nothing was chosen by test images");
		facts.put("Thresholds", "set with good training images alone, for the false-alarm rate below");
		facts.put("Seeds", String.join(", ", comparison.distinct(Metric.SEED)));
		facts.putAll(comparison.choices());
		facts.put("Device",
			String.join("; ", comparison.distinct(Metric.DEVICE)) + ", " + String.join("; ", comparison.distinct(Metric.PRECISION)));
		facts.put("Versions", "Anomaly Flow " + String.join("; ", comparison.distinct(Metric.VERSION)) + ", " + comparison.runs().stream()
			.map(run -> run.report().engine() + ", Java " + run.report().java()).distinct().collect(Collectors.joining("; ")));
		return facts;
	}

	private String counts(final String category) {
		return comparison.runs().stream().filter(run -> run.category().equals(category)).findFirst()
			.map(run -> category + " (" + Numbers.count(run.metric(Metric.N_TRAIN)) + " to train, " + Numbers.count(run.metric(Metric.N_GOOD)) +
				" good and " + Numbers.count(run.metric(Metric.N_DEFECT)) + " defective to test)")
			.orElse(category);
	}

	private void weights() {
		html.element("h3", "Weights of the backbones").open("ul", "class", "small");
		for (final String backbone : table.entrants().stream().map(Entrant::backbone).distinct().toList()) {
			final List<String> hashes = table.entrants().stream().filter(entrant -> entrant.backbone().equals(backbone))
				.map(entrant -> entrant.text(Metric.WEIGHTS_SHA256)).filter(text -> !text.isEmpty()).distinct().toList();
			html.element("li",
				backbone + ": " + (hashes.isEmpty() ? "computed, no weights" : "SHA-256 of the tensors used: " + String.join("; ", hashes)));
		}
		html.close();
	}

	private void settings() {
		html.element("h3", "Settings of the detectors").open("ul", "class", "small");
		for (final Entrant entrant : table.entrants())
			html.element("li", entrant.label() + ": " + entrant.text(Metric.IMAGE_SIZE) + " px, " +
				("0".equals(entrant.text(Metric.EPOCHS)) ? "one pass" : entrant.text(Metric.EPOCHS) + " epochs"));
		html.close();
	}
}
