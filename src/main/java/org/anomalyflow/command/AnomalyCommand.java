package org.anomalyflow.command;

import java.io.File;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.anomalyflow.Installation;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Heap;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.UnforeseenException;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;

/**
 * The base of all commands. A command's fields declare its parameters for every front end: names, defaults, ranges and
 * help texts. {@link #execute()} maps them to one call of the facade.
 */
public abstract class AnomalyCommand implements Command, Cancelable {

	/** Where all commands are in the menu. */
	public static final String MENU = "Plugins>Anomaly Flow>";

	@Parameter
	private FrontEndService frontEnds;

	private String cancelReason;

	/** Does the work; failures are thrown. */
	protected abstract void execute();

	/** Makes ready what does not belong to one command alone. */
	protected void prepare() {
		// most need nothing
	}

	/**
	 * Looks at the inputs as far as that takes no work, so that a dialog can say what is wrong beside the field.
	 *
	 * @throws org.anomalyflow.util.InvalidParameterException if the command would refuse them
	 */
	protected void checkInputs() {
		// most commands have nothing to say beyond what each input allows
	}

	/** Whether the command cannot work without all libraries; the one that tells what is missing can. */
	protected boolean needsLibraries() {
		return true;
	}

	@Override
	public final void run() {
		try {
			if (needsLibraries())
				Installation.ofProgram().check();
			prepare();
			execute();
		}
		catch (final OutOfMemoryError | LinkageError | RuntimeException e) {
			stop(toTell(e));
		}
		finally {
			frontEnd().finished();
		}
	}

	private AnomalyFlowException toTell(final Throwable failure) {
		final Optional<CancelledException> cancelled = CancelledException.behind(failure, getClass().getSimpleName(), frontEnd().progress());
		if (cancelled.isPresent())
			return cancelled.get();
		if (failure instanceof OutOfMemoryError full)
			return Heap.full(full);
		return failure instanceof AnomalyFlowException own ? own : new UnforeseenException(failure);
	}

	private void stop(final AnomalyFlowException failure) {
		cancel(frontEnd().tellsAll() ? "" : failure.getMessage());
		frontEnd().fail(getClass().getSimpleName(), failure);
	}

	/** The values of the inputs that users can give, by name; those that are not set are left out. */
	protected final Map<String, Object> inputs() {
		return CommandInputs.valuesOf(this);
	}

	protected final FrontEnd frontEnd() {
		return frontEnds.frontEnd();
	}

	/** Where the command reports and asks. */
	protected Progress progress() {
		return frontEnd().progress();
	}

	/**
	 * Asks before a file is written over, where somebody can be asked; macros and scripts have decided by running the command.
	 *
	 * @param target the file to write; may be null, which is the facade's to refuse
	 * @throws CancelledException if it is there and is to stay
	 */
	protected final void confirmReplacing(final File target) {
		if (target == null || !target.isFile() || !progress().canAsk())
			return;
		final String when = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
			.format(Instant.ofEpochMilli(target.lastModified()).atZone(ZoneId.systemDefault()));
		if (!progress().confirm(target + " is there already, of " + when + ". Write over it?"))
			throw CancelledException.keeping(target);
	}

	/**
	 * Tells the outcome of work on many items, some of which may have failed.
	 *
	 * @param products files and folders that were written, the one to look at first
	 * @throws AnomalyFlowException if all have
	 */
	protected final void report(final BatchOutcome outcome, final File... products) {
		frontEnd().showResult(outcome.summary(), List.of(products));
		if (outcome.isFailure())
			throw new AnomalyFlowException("All " + outcome.items() + " items failed; see " + outcome.errors());
		if (outcome.failed() > 0)
			frontEnd().partlyFailed(getClass().getSimpleName(),
				outcome.failed() + " of " + outcome.items() + " items failed; see " + outcome.errors());
	}

	@Override
	public boolean isCanceled() {
		return cancelReason != null;
	}

	@Override
	public void cancel(final String reason) {
		cancelReason = reason;
	}

	@Override
	public String getCancelReason() {
		return cancelReason;
	}
}
