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

class OrderedCommandTest {

	@Test
	void dialogsOfferTheDetectorsThereAreAndOwnInputsFirst() {
		final OrderedCommand train = new OrderedCommand(new PluginInfo<>(Train.class, Command.class, Train.class.getAnnotation(
			Plugin.class)));
		final List<ModuleItem<?>> inputs = new ArrayList<>();
		train.inputs().forEach(inputs::add);
		final List<String> names = inputs.stream().map(ModuleItem::getName).toList();
		assertTrue(names.indexOf("good_images") < names.indexOf("backbone"), names.toString());
		assertEquals(Detectors.names(), inputs.get(names.indexOf("model")).getChoices());
		assertEquals("auto", inputs.get(names.indexOf("backbone")).getChoices().get(0));
		assertTrue(inputs.get(names.indexOf("save_to")).getChoices() == null || inputs.get(names.indexOf("save_to")).getChoices()
			.isEmpty());
	}
}
