package org.anomalyflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** docs/commands.md says what the commands declare; {@code -Dupdate.docs=true} writes it anew. */
class CommandReferenceTest {

	private static final Path FILE = Path.of("docs", "commands.md");

	@Test
	void referenceIsUpToDate() throws IOException {
		if (Boolean.getBoolean("update.docs"))
			Files.writeString(FILE, reference());
		assertEquals(reference(), Files.readString(FILE), "Update it: mvn -Dtest=CommandReferenceTest -Dupdate.docs=true test");
	}

	private static String reference() {
		final StringBuilder text = new StringBuilder("""
			# Commands

			Written from the commands themselves. A parameter has the same name, default and range in dialogs, macros, scripts and on
			the command line, where `-` stands for `_`: macro key `image_size=256`, option `--image-size 256`.

			""");
		for (final Class<? extends AnomalyCommand> type : Commands.ALL)
			append(text, CommandInputs.of(type));
		return text.toString();
	}

	private static void append(final StringBuilder text, final CommandInputs inputs) {
		text.append("## ").append(inputs.label()).append("\n\nCommand line: `anomaly-flow ").append(inputs.command()).append("`. ")
			.append(inputs.description()).append("\n\n| Parameter | Default | Allowed | Meaning |\n|---|---|---|---|\n");
		for (final CommandInput input : inputs.given())
			text.append("| `").append(input.name()).append("` | ").append(defaultText(input)).append(" | ").append(allowed(input)).append(" | ")
				.append(input.description()).append(" |\n");
		text.append('\n');
	}

	private static String defaultText(final CommandInput input) {
		if (input.required())
			return "required";
		return input.defaultInWords().isEmpty() ? "" : "`" + input.defaultInWords() + "`";
	}

	private static String allowed(final CommandInput input) {
		return input.kind() == InputKind.TEXT && input.choices().isEmpty() ? "text" : input.allowed();
	}
}
