package org.anomalyflow.host.imagej2;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.command.FrontEndService;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.plugin.Parameter;

/** Prepares the inputs of our own commands, leaves others alone, and reports what is wrong. */
abstract class CommandPreprocessor extends AbstractPreprocessorPlugin {

	@Parameter
	private FrontEndService frontEnds;

	/**
	 * Prepares the inputs.
	 *
	 * @throws InvalidParameterException if the command must not run
	 */
	abstract void process(Module module, CommandInputs inputs);

	@Override
	public final void process(final Module module) {
		if (!(module.getDelegateObject() instanceof AnomalyCommand) || !(module.getInfo() instanceof CommandInfo info))
			return;
		try {
			process(module, CommandInputs.of(info));
		}
		catch (final CancelledException e) {
			cancel(""); // the user has closed the dialog and knows
		}
		catch (final AnomalyFlowException e) {
			cancel(frontEnd().tellsAll() ? "" : e.getMessage());
			frontEnd().fail(module.getDelegateObject().getClass().getSimpleName(), e);
		}
	}

	final FrontEnd frontEnd() {
		return frontEnds.frontEnd();
	}

	final Surroundings surroundings() {
		return new Surroundings(context());
	}
}
