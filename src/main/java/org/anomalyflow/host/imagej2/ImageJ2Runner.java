package org.anomalyflow.host.imagej2;

import java.util.HashMap;
import java.util.Map;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.desk.CommandRunner;
import org.anomalyflow.desk.Recording;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;

/** Runs commands for windows as ImageJ2 runs those of its menus, recorder included. */
final class ImageJ2Runner implements CommandRunner {

	private final Context context;

	ImageJ2Runner(final Context context) {
		this.context = context;
	}

	@Override
	public void run(final Class<? extends AnomalyCommand> type, final Map<String, Object> values) {
		final Map<String, Object> all = new HashMap<>();
		// what is not given is given as nothing, so that nobody is asked for it
		for (final CommandInput input : CommandInputs.of(type).all())
			if (input.kind() != InputKind.IMAGE || values.containsKey(input.name()))
				all.put(input.name(), values.getOrDefault(input.name(), input.defaultValue()));
		// ImageJ2 would write a line without what it has not asked for, which is all of it
		final CommandInfo unrecorded = new OrderedCommand(context.service(CommandService.class).getCommand(type));
		unrecorded.set("no-record", "true");
		Recording.line(type, values);
		context.service(ModuleService.class).run(unrecorded, true, all);
	}
}
