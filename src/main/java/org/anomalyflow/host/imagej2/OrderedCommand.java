package org.anomalyflow.host.imagej2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.anomalyflow.command.CommandInputs;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModuleItem;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.PluginInfo;

/**
 * A command whose own inputs come before the ones that it shares with other commands: the order in which people look for
 * them in a dialog. SciJava's order is the opposite. Choices are those of now, among them the kinds of detectors that other
 * jars add, which no annotation can name.
 */
final class OrderedCommand extends CommandInfo {

	OrderedCommand(final PluginInfo<Command> info) {
		super(info);
	}

	@Override
	public Iterable<ModuleItem<?>> inputs() {
		final List<ModuleItem<?>> inputs = new ArrayList<>();
		super.inputs().forEach(item -> inputs
			.add(item.getChoices() == null || item.getChoices().isEmpty() ? item : new ChoiceItem<>(this, (CommandModuleItem<?>) item)));
		inputs.sort(Comparator.comparingInt(OrderedCommand::depth).reversed());
		return inputs;
	}

	/** How far below the top the class that declares an input is. */
	private static int depth(final ModuleItem<?> item) {
		int depth = 0;
		for (Class<?> c = ((CommandModuleItem<?>) item).getField().getDeclaringClass(); c != null; c = c.getSuperclass())
			depth++;
		return depth;
	}

	/** An input with the choices that all hosts offer. */
	private static final class ChoiceItem<T> extends CommandModuleItem<T> {

		private final OrderedCommand command;

		ChoiceItem(final OrderedCommand command, final CommandModuleItem<?> declared) {
			super(command, declared.getField());
			this.command = command;
		}

		@Override
		@SuppressWarnings("unchecked") // inputs with choices are texts
		public List<T> getChoices() {
			return (List<T>) CommandInputs.of(command).find(getName()).orElseThrow().choices();
		}
	}
}
