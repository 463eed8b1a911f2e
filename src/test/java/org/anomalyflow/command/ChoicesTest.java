package org.anomalyflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.anomalyflow.checkpoint.CheckpointFormats;
import org.anomalyflow.checkpoint.ExportFormat;
import org.anomalyflow.dataset.DatasetLayout;
import org.anomalyflow.engine.Precision;
import org.anomalyflow.evaluation.Protocol;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.danflow.Attention;
import org.anomalyflow.pretrained.WeightsArchitecture;
import org.anomalyflow.pretrained.WeightsEntry;
import org.anomalyflow.pretrained.WeightsRegistry;
import org.junit.jupiter.api.Test;

/** What menus offer is what there is: annotations cannot ask, so each list of choices is written again. */
class ChoicesTest {

	/** Lists by the name of the parameter. */
	private static final Map<String, List<String>> LISTS = Map.of( //
		"backbone", with(WeightsArchitecture.backbones(), "auto", "filter-bank"), //
		"attention", Arrays.stream(Attention.values()).map(Attention::toString).toList(), //
		"layout", DatasetLayout.keys(), //
		"protocol", Arrays.stream(Protocol.values()).map(Protocol::label).toList(), //
		"format", Arrays.stream(ExportFormat.values()).map(ExportFormat::id).toList(), //
		"source", with(CheckpointFormats.programs(), "auto"));

	/** What reads a choice where there is no list. */
	private static final Map<String, Consumer<String>> READERS = Map.of("model", ChoicesTest::detector, "precision", Precision::parse);

	/** Choices that only their command knows. */
	private static final Set<String> OWN = Set.of("action", "rois");

	private static void detector(final String name) {
		if (!name.equals("auto"))
			Detectors.of(name);
	}

	private static List<String> with(final List<String> names, final String... first) {
		final List<String> all = new ArrayList<>(List.of(first));
		all.addAll(names);
		return all;
	}

	private static List<String> sorted(final List<String> names) {
		return names.stream().sorted().toList();
	}

	@Test
	void everyListIsWhatThereIs() {
		final Set<String> seen = new HashSet<>();
		for (final Class<? extends AnomalyCommand> type : Commands.ALL)
			for (final CommandInput input : CommandInputs.of(type).all())
				if (!input.choices().isEmpty() && !OWN.contains(input.name())) {
					seen.add(input.name());
					if (READERS.containsKey(input.name()))
						input.choices().forEach(READERS.get(input.name()));
					else
						assertEquals(sorted(LISTS.get(input.name())), sorted(input.choices()), input.name() + " of " + type.getSimpleName());
				}
		final Set<String> expected = new HashSet<>(LISTS.keySet());
		expected.addAll(READERS.keySet());
		assertEquals(expected, seen);
	}

	@Test
	void everyBackboneCanBeFetched() {
		for (final String backbone : WeightsArchitecture.backbones()) {
			final WeightsEntry entry = WeightsRegistry.get(backbone);
			assertEquals(backbone, entry.architecture().backbone());
			assertTrue(
				entry.bytes() > 0 && entry.uri().getPath().endsWith(entry.fileName()) || entry.uri().getPath().endsWith("model.safetensors"),
				entry.toString());
		}
		final Set<String> names = new HashSet<>();
		for (final WeightsEntry entry : WeightsRegistry.entries())
			assertTrue(names.add(entry.name()) && names.add(entry.fileName()), entry + " is there twice");
	}
}
