package org.anomalyflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.scijava.annotations.Index;
import org.scijava.annotations.IndexItem;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Plugin;
import org.scijava.service.Service;

/** What every host relies on in every command. */
class CommandsTest {

	private static final Pattern ENTRY = Pattern
		.compile("Plugins>Anomaly Flow, \"(.+)\", org\\.anomalyflow\\.host\\.imagej1\\.CommandPlugIn\\(\"(.+)\"\\)");

	@Test
	void allCommandsAreListed() {
		final Set<String> found = new HashSet<>();
		for (final IndexItem<Plugin> item : Index.load(Plugin.class, Commands.class.getClassLoader()))
			if (item.annotation().type() == Command.class && item.className().startsWith("org.anomalyflow."))
				found.add(item.className());
		final Set<String> listed = new HashSet<>();
		Commands.ALL.forEach(type -> listed.add(type.getName()));
		assertEquals(found, listed);
	}

	@Test
	void plainImageJHasTheSameMenu() throws IOException {
		try (InputStream in = Commands.class.getResourceAsStream("/plugins.config")) {
			final Matcher entries = ENTRY.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
			for (final Class<? extends AnomalyCommand> type : Commands.ALL) {
				assertTrue(entries.find(), "plugins.config lacks " + type);
				assertEquals(CommandInputs.of(type).label(), entries.group(1));
				assertEquals(CommandInputs.of(type).command(), entries.group(2));
			}
			assertFalse(entries.find());
		}
	}

	@Test
	void macroKeysWorkInEveryHost() {
		for (final Class<? extends AnomalyCommand> type : Commands.ALL) {
			for (final ModuleItem<?> item : new CommandInfo(type).inputs())
				if (!Service.class.isAssignableFrom(item.getType()))
					assertFalse(item.isPersisted(), item.getName() + " of " + type + " must have persist = false");
			final List<String> names = CommandInputs.of(type).all().stream().map(CommandInput::name).toList();
			for (final String name : names) {
				assertTrue(name.matches("[a-z]+(_[a-z]+)*"), name);
				assertFalse(names.stream().anyMatch(other -> !other.equals(name) && other.endsWith(name)),
					name + " is the end of another name, which ImageJ would take for it");
			}
		}
	}

	@Test
	void everythingIsDescribed() {
		for (final Class<? extends AnomalyCommand> type : Commands.ALL) {
			assertTrue(CommandInputs.of(type).description().endsWith("."), type.getName());
			for (final CommandInput input : CommandInputs.of(type).all())
				assertTrue(input.description().endsWith(".") && !input.label().isEmpty(), input.toString());
		}
	}
}
