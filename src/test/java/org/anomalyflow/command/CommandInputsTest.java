package org.anomalyflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.HashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.anomalyflow.model.Detectors;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.UnforeseenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandInputsTest {

	private final CommandInputs train = CommandInputs.of(Train.class);

	@Test
	void readsWhatTheFieldsDeclare() {
		final CommandInput smoothing = CommandInputs.of(Detect.class).find("smoothing").orElseThrow();
		assertEquals(InputKind.DECIMAL, smoothing.kind());
		assertEquals("0", smoothing.defaultText());
		final CommandInput holdout = train.find("holdout").orElseThrow();
		assertEquals(InputKind.TEXT, holdout.kind());
		assertEquals("auto", holdout.defaultText());
		final CommandInput saveTo = train.find("save_to").orElseThrow();
		assertTrue(saveTo.required());
		assertEquals("save", saveTo.presentation().style());
		final List<String> models = new ArrayList<>(Detectors.names());
		models.add("auto");
		assertEquals(models, train.find("model").orElseThrow().choices());
		assertEquals("train", train.command());
		assertEquals(Train.LABEL, train.label());
	}

	/** Users give them by name; the command takes them as one text, after its own field. */
	@Test
	void optionsOfDetectorsAreParameters() {
		assertTrue(train.find("coreset").orElseThrow().description().startsWith("patchcore: "));
		assertTrue(train.find("scoring").orElseThrow().description().contains("padim: "));
		assertFalse(train.find("coreset").orElseThrow().presentation().visible());
		assertEquals("neighbours=9 scoring=official coreset=0.2",
			train.parse(Map.of("save_to", "x.aflow", "options", "neighbours=9", "coreset", "0.2", "scoring", "official")).get("options"));
		assertFalse(train.parse(Map.of("save_to", "x.aflow")).containsKey("options"));
		assertEquals(List.of(), CommandInputs.of(Detect.class).ofDetectors());
		assertThrows(InvalidParameterException.class, () -> CommandInputs.of(Detect.class).parse(Map.of("model_file", "x", "coreset", "0.2")));
	}

	@Test
	void ownInputsComeFirstAndServicesAreHidden() {
		final List<String> names = train.all().stream().map(CommandInput::name).toList();
		assertEquals("good_images", names.get(0));
		assertEquals(List.of("device", "precision", "threads", "yes"), names.subList(names.size() - 4, names.size()));
	}

	@Test
	void consentIsGivenInMacrosAndOptionsAndAskedForInDialogs() {
		assertFalse(train.find("yes").orElseThrow().presentation().visible());
		assertTrue(train.all().stream().allMatch(input -> input.presentation().visible() || input.name().equals("yes")));
		assertEquals(true, train.parse(Map.of("save_to", "x.aflow", "yes", "true")).get("yes"));
		for (final Class<? extends AnomalyCommand> type : Commands.ALL)
			assertEquals(!List.of(ShowModelInfo.class, MakeSampleData.class, Merge.class, ManageModels.class).contains(type),
				CommandInputs.of(type).find("yes").isPresent(), type.getName());
	}

	@Test
	void parsesValuesOfEveryKind() {
		final Map<String, String> raw = new HashMap<>(
			Map.of("save_to", "/a b/ü,.aflow", "epochs", "7", "seed", "-3", "holdout", "0.25", "model", "cs-flow", "good_images", ""));
		raw.put("resume", null);
		assertEquals(
			Map.of("save_to", new File("/a b/ü,.aflow"), "epochs", 7, "seed", -3L, "holdout", "0.25", "model", "cs-flow", "resume", true),
			train.parse(raw));
	}

	@ParameterizedTest
	@CsvSource({ "epochs,-1,0 to 100000", "epochs,1.5,whole number", "epochs,99999999999,0 to 100000", "model,CSFlow,'cs-flow, danflow'",
		"resume,yes,true or false", "epoch,3,epochs" })
	void refusesWhatIsNotAllowed(final String key, final String value, final String said) {
		final InvalidParameterException e = assertThrows(InvalidParameterException.class,
			() -> train.parse(Map.of("save_to", "x.aflow", key, value)));
		assertEquals(key, e.parameter());
		assertTrue(e.getMessage().contains(said), e.getMessage());
	}

	@Test
	void decimalsHaveARange() {
		for (final String value : List.of("NaN", "-1", "much"))
			assertEquals("smoothing", assertThrows(InvalidParameterException.class,
				() -> CommandInputs.of(Detect.class).parse(Map.of("image", "a.png", "model_file", "x.aflow", "smoothing", value))).parameter());
	}

	@Test
	void refusesWhatIsMissing() {
		assertEquals("save_to", assertThrows(InvalidParameterException.class, () -> train.parse(Map.of())).parameter());
		assertEquals("save_to", assertThrows(InvalidParameterException.class, () -> train.parse(Map.of("save_to", " "))).parameter());
		final Map<String, String> bare = new HashMap<>();
		bare.put("save_to", null);
		assertEquals("save_to", assertThrows(InvalidParameterException.class, () -> train.parse(bare)).parameter());
	}

	@Test
	void macroOptionsKeepSpacesAndFirstValues() {
		final Map<String, String> options = MacroOptions.parse(" a=[x y, z] b='q r' resume c=1=2 c=3 d= e=[open ");
		final Map<String, String> expected = new HashMap<>(Map.of("a", "x y, z", "b", "q r", "c", "1=2", "d", "", "e", "[open"));
		expected.put("resume", null);
		assertEquals(expected, options);
		assertEquals(Map.of("k", "a b"), MacroOptions.parse(MacroOptions.format("k", "a b")));
		assertEquals("k=a,b", MacroOptions.format("k", "a,b"));
	}

	/** Names with what means something in a macro come back from a recorded one; the recorder is played by hand. */
	@Test
	void recordedValuesComeBack() {
		for (final String value : List.of("/in/a\"b.png", "C:\\a b\\n.png", "a\nb", "\ta", "'a", "a=b c=d", "100%", "\"); run(\"Quit")) {
			final String given = MacroOptions.recorded(value);
			final String options = "k=" + (given.indexOf(' ') < 0 ? given : "[" + given + "]") + " end";
			assertFalse(options.replace("\\\\", "").replace("\\\"", "").contains("\""), "it would end the macro's text: " + options);
			final Map<String, String> read = MacroOptions.parse(options.translateEscapes());
			assertEquals(value, read.get("k"), options);
			assertTrue(read.containsKey("end"));
		}
	}

	@Test
	void peopleAreNotToldWhatOnlyDevelopersUnderstand() {
		final AnomalyFlowException failure = new UnforeseenException(new IllegalStateException("index 7"));
		assertTrue(failure.getMessage().contains("IllegalStateException, index 7"));
		final String told = DialogWords.of(failure, Detect.class);
		assertFalse(told.contains("Exception") || told.contains("index 7"), told);
		assertTrue(told.contains("log"), told);
	}
}
