package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The launcher of Windows, which cannot be run here, does what the other one does, as far as its text tells. */
class LaunchersTest {

	private static final Pattern OPTION = Pattern.compile("--(?:add-opens|enable-native-access)=\\S+|-XX:TieredStopAtLevel=\\d|-D([\\w.]+)=");
	/** What a terminal can do, and a home that Windows never hides. */
	private static final Set<String> SHELL_ONLY = Set.of("anomaly.flow.terminal", "anomaly.flow.columns", "user.home");

	private static String text(final String name) throws IOException {
		return Files.readString(Path.of("bin", name));
	}

	private static Set<String> options(final String text) {
		final Set<String> options = new TreeSet<>();
		for (final Matcher matcher = OPTION.matcher(text); matcher.find();)
			options.add(matcher.group(1) == null ? matcher.group() : matcher.group(1));
		return options;
	}

	private static String classPath(final String text) {
		final Matcher matcher = Pattern.compile("-cp \"([^\"]+)\"[\\s\\\\^]+(\\S+)").matcher(text);
		assertTrue(matcher.find());
		final String separator = matcher.group(1).contains(";") ? ";" : ":";
		return Stream.of(matcher.group(1).split(separator)).map(part -> part.replace('\\', '/').replaceAll("%APP%|\\$app", "APP"))
			.collect(Collectors.joining(" ")) + " " + matcher.group(2);
	}

	@Test
	void bothGiveJavaTheSame() throws IOException {
		final Set<String> shell = options(text("anomaly-flow"));
		assertTrue(shell.removeAll(SHELL_ONLY));
		assertEquals(shell, options(text("anomaly-flow.bat")));
		assertEquals(classPath(text("anomaly-flow")), classPath(text("anomaly-flow.bat")));
	}

	@Test
	void bothFindJavaAndSayWhatIsMissing() throws IOException {
		for (final String name : new String[]{ "anomaly-flow", "anomaly-flow.bat" }) {
			final String text = text(name);
			for (final String word : new String[]{ "JAVA_HOME", "ANOMALY_FLOW_JAVA_OPTS", "ANOMALY_FLOW_DEBUG",
				"Java is not installed: install Java 17", "install Maven 3.8 or newer, or use a released build",
				"The build failed; see the messages above" })
				assertTrue(text.contains(word), name + " lacks " + word);
		}
	}

	/** A path with blanks is one word to cmd in quotes only, and a bracket of one ends a block. */
	@Test
	void windowsPathsAreQuoted() throws IOException {
		for (final String line : text("anomaly-flow.bat").lines().filter(line -> !line.startsWith("rem")).toList())
			assertFalse(line.replaceAll("\"[^\"]*\"", "").matches(".*%(ROOT|APP|JAVA|JAVA_HOME|~dp0)%?.*"), line);
	}
}
