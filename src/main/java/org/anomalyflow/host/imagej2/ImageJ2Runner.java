package org.anomalyflow.host.imagej2;

import java.util.HashMap;
import java.util.Map;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.desk.CommandRunner;
import org.anomalyflow.desk.FormMemory;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.prefs.PrefService;

/** Runs commands for windows as ImageJ2 runs those of its menus, recorder included. */
final class ImageJ2Runner implements CommandRunner {

	private final Context context;

	ImageJ2Runner(final Context context) {
		this.context = context;
	}

	@Override
	public void run(final Class<? extends AnomalyCommand> type, final Map<String, Object> values) {
		context.service(CommandService.class).run(type, true, new HashMap<>(values));
	}

	@Override
	public void ask(final Class<? extends AnomalyCommand> type, final Map<String, String> entries) {
		final FormMemory memory = new DialogMemory(context.service(PrefService.class), type);
		entries.forEach(memory::put);
		context.service(CommandService.class).run(type, true);
	}
}
