package org.anomalyflow.desk;

import ij.IJ;

import org.anomalyflow.command.DialogWords;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.UnforeseenException;

/** What windows tell of failures. */
final class Failures {

	private Failures() {}

	/** In the words of dialogs; what nobody has thought of goes to the host's log and is not told. */
	static String words(final Throwable failure) {
		if (failure instanceof AnomalyFlowException own && !(failure instanceof UnforeseenException))
			return DialogWords.of(own);
		IJ.handleException(failure);
		return UnforeseenException.IN_WORDS;
	}
}
