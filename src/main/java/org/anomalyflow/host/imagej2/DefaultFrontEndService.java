package org.anomalyflow.host.imagej2;

import java.util.List;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.command.FrontEndService;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleService;
import org.scijava.module.event.ModulesAddedEvent;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

/**
 * Gives commands the front end for ImageJ2, unless another one is in use. At its start it puts the commands' inputs into
 * the order for dialogs.
 */
@Plugin(type = Service.class)
public class DefaultFrontEndService extends AbstractService implements FrontEndService {

	private static final String COMMANDS = AnomalyCommand.class.getPackageName() + ".";

	/** How ImageJ2 calls entries of {@code plugins.config} whose class is ours. */
	private static final String TWINS = "legacy:org.anomalyflow.";

	@Parameter
	private PluginService plugins;

	/** Must be there first. */
	@Parameter
	private CommandService commands;

	@Parameter
	private ModuleService modules;

	private FrontEnd frontEnd;

	@Override
	public void initialize() {
		for (final PluginInfo<Command> info : List.copyOf(plugins.getPluginsOfType(Command.class)))
			if (info.getClassName().startsWith(COMMANDS) && !(info instanceof OrderedCommand))
				replace(info);
	}

	/**
	 * ImageJ2 also lists what {@code plugins.config} names, so that its search bar would offer each command twice. Those entries
	 * stay in the menus of ImageJ 1.x, where the SciJava commands have taken their place.
	 */
	@EventHandler
	private void onEvent(final ModulesAddedEvent event) {
		final List<ModuleInfo> twins = event.getItems().stream().filter(info -> String.valueOf(info.getIdentifier()).startsWith(TWINS))
			.toList();
		if (!twins.isEmpty())
			modules.removeModules(twins);
	}

	/** The command service notices both, and has then the new one only. */
	private void replace(final PluginInfo<Command> info) {
		plugins.removePlugin(info);
		plugins.addPlugin(new OrderedCommand(info));
	}

	@Override
	public synchronized FrontEnd frontEnd() {
		// made when first needed: no class of ImageJ 1.x may be loaded before ImageJ2 has patched it
		if (frontEnd == null)
			frontEnd = new ImageJ2FrontEnd(context());
		return frontEnd;
	}

	@Override
	public synchronized void use(final FrontEnd other) {
		frontEnd = other;
	}
}
