package org.anomalyflow.weights;

import org.anomalyflow.util.AnomalyFlowException;

/** Who decides whether a file may be fetched. Nothing is downloaded without it. */
@FunctionalInterface
public interface Consent {

	/** Given beforehand, for example by {@code --yes}. */
	Consent GIVEN = offer -> true;

	/** Nobody can be asked: throws an {@link AnomalyFlowException} that says what to do. */
	Consent NOBODY_TO_ASK = offer -> {
		throw new AnomalyFlowException(offer.instructions());
	};

	/** Whether to fetch; a dialog shows {@link DownloadOffer#question()}. */
	boolean grants(DownloadOffer offer);
}
