package org.anomalyflow.command;

import java.util.List;
import java.util.Map;

import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;

/** All commands, and a way to run one where there is no SciJava application. */
public final class Commands {

	/** In the order of menus and help texts. */
	public static final List<Class<? extends AnomalyCommand>> ALL = List.of(Train.class, Detect.class, DetectFolder.class, Watch.class,
		Evaluate.class, Compare.class, Merge.class, Calibrate.class, Tune.class, AddImages.class, ManageModels.class,
		ShowModelInfo.class, ImportCheckpoint.class, ExportModel.class, ManageEngine.class, MakeSampleData.class);

	private Commands() {}

	/**
	 * The command of a name.
	 *
	 * @param name as on the command line, for example {@code detect-folder}
	 * @throws IllegalArgumentException if there is none
	 */
	public static Class<? extends AnomalyCommand> named(final String name) {
		return ALL.stream().filter(type -> type.getAnnotation(Plugin.class).name().equals(name)).findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no command " + name));
	}

	/**
	 * Runs a command on the calling thread. Its failures go to {@link FrontEnd#fail}.
	 *
	 * @param type the command
	 * @param values inputs by name; those not given keep their defaults
	 * @param frontEnd where the command reports, shows and fails
	 */
	public static void run(final Class<? extends AnomalyCommand> type, final Map<String, Object> values, final FrontEnd frontEnd) {
		try (Context context = new Context(true)) {
			context.getServiceIndex().add(new GivenFrontEnd(frontEnd));
			final AnomalyCommand command = type.getDeclaredConstructor().newInstance();
			final CommandModule module = new CommandModule(new CommandInfo(type, type.getAnnotation(Plugin.class)), command);
			context.inject(command);
			values.forEach(module::setInput);
			module.run();
		}
		catch (final ReflectiveOperationException e) {
			throw new IllegalStateException("Command " + type.getName() + " cannot be made", e);
		}
	}

	/**
	 * Checks the inputs of a command without running it.
	 *
	 * @param values inputs by name; those not given keep their defaults
	 * @throws org.anomalyflow.util.InvalidParameterException if the command would refuse them
	 */
	public static void check(final Class<? extends AnomalyCommand> type, final Map<String, Object> values) {
		with(type, values).checkInputs();
	}

	/**
	 * A command with inputs, not run, for programs that do its work in another way.
	 *
	 * @param values inputs by name; those not given keep their defaults
	 */
	public static <C extends AnomalyCommand> C with(final Class<C> type, final Map<String, Object> values) {
		try {
			final C command = type.getDeclaredConstructor().newInstance();
			final CommandModule module = new CommandModule(new CommandInfo(type, type.getAnnotation(Plugin.class)), command);
			values.forEach(module::setInput);
			return command;
		}
		catch (final ReflectiveOperationException e) {
			throw new IllegalStateException("Command " + type.getName() + " cannot be made", e);
		}
	}

	/** Hands out the front end of a host that is no SciJava application. */
	private static final class GivenFrontEnd extends AbstractService implements FrontEndService {

		private FrontEnd frontEnd;

		GivenFrontEnd(final FrontEnd frontEnd) {
			this.frontEnd = frontEnd;
		}

		@Override
		public FrontEnd frontEnd() {
			return frontEnd;
		}

		@Override
		public void use(final FrontEnd other) {
			frontEnd = other;
		}
	}
}
