package org.anomalyflow.host.imagej2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.command.Train;
import org.anomalyflow.model.Detectors;
import org.junit.jupiter.api.Test;
import org.scijava.command.Command;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginInfo;

public class OrderedCommandTest {

	/** Prints the kinds of detectors that a dialog of the training offers, one per line. */
	public static void main(final String[] args) {
		inputs().stream().filter(input -> input.getName().equals("model"))
			.forEach(input -> input.getChoices().forEach(choice -> System.out.println("choice " + choice)));
	}

	private static List<ModuleItem<?>> inputs() {
		final List<ModuleItem<?>> inputs = new ArrayList<>();
		new OrderedCommand(new PluginInfo<>(Train.class, Command.class, Train.class.getAnnotation(Plugin.class))).inputs().forEach(inputs::add);
		return inputs;
	}

	@Test
	void dialogsOfferTheDetectorsThereAreAndOwnInputsFirst() {
		final List<ModuleItem<?>> inputs = inputs();
		final List<String> names = inputs.stream().map(ModuleItem::getName).toList();
		assertTrue(names.indexOf("good_images") < names.indexOf("backbone"), names.toString());
		final List<String> models = new ArrayList<>(Detectors.names());
		models.add("auto");
		assertEquals(models, inputs.get(names.indexOf("model")).getChoices());
		assertEquals("auto", inputs.get(names.indexOf("backbone")).getChoices().get(0));
		assertTrue(inputs.get(names.indexOf("save_to")).getChoices() == null || inputs.get(names.indexOf("save_to")).getChoices().isEmpty());
	}
}
