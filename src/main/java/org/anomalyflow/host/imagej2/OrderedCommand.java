package org.anomalyflow.host.imagej2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModuleItem;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.PluginInfo;

/**
 * A command whose own inputs come before the ones that it shares with other commands: the order in which people look for
 * them in a dialog. SciJava's order is the opposite.
 */
final class OrderedCommand extends CommandInfo {

	OrderedCommand(final PluginInfo<Command> info) {
		super(info);
	}

	@Override
	public Iterable<ModuleItem<?>> inputs() {
		final List<ModuleItem<?>> inputs = new ArrayList<>();
		super.inputs().forEach(inputs::add);
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
}
