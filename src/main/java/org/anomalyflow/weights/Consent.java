package org.anomalyflow.weights;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;

/** Who decides whether a file may be fetched. Nothing is downloaded without it. */
@FunctionalInterface
public interface Consent {

	/** Given beforehand, for example by {@code --yes}. */
	Consent GIVEN = offer -> true;

	/** Nobody can be asked: throws an {@link AnomalyFlowException} that says what to do. */
	Consent NOBODY_TO_ASK = offer -> {
		throw new AnomalyFlowException(offer.instructions());
	};

	/** The user is asked; where the answer is no, or nobody can be asked, as {@link #NOBODY_TO_ASK}. */
	static Consent asking(final Progress progress) {
		return offer -> progress.confirm(offer.question()) || NOBODY_TO_ASK.grants(offer);
	}

	/** Whether to fetch; a dialog shows {@link DownloadOffer#question()}. */
	boolean grants(DownloadOffer offer);
}
