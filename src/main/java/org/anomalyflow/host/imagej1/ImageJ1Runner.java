package org.anomalyflow.host.imagej1;

import java.util.Map;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.desk.CommandRunner;
import org.anomalyflow.desk.Recording;

/** Runs commands for windows as ImageJ runs those of its menus: in threads of their own, and recorded. */
final class ImageJ1Runner implements CommandRunner {

	@Override
	public void run(final Class<? extends AnomalyCommand> type, final Map<String, Object> values) {
		new Thread(() -> {
			Recording.line(type, values);
			CommandPlugIn.run(type, () -> values);
		}, "Anomaly Flow: " + CommandInputs.of(type).command()).start();
	}
}
