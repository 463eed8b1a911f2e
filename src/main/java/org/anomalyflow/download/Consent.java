package org.anomalyflow.download;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;

/** Who decides whether a file may be fetched. Nothing is downloaded without it. */
@FunctionalInterface
public interface Consent {

	/** Nobody can be asked. */
	Consent NOBODY_TO_ASK = offer -> false;

	/** The user is asked, unless {@code --yes} has answered beforehand; no where nobody can be asked. */
	static Consent asking(final Progress progress) {
		return offer -> progress.confirm(offer.question());
	}

	/** Consent to a file that the user has named to be fetched: that is enough where nobody can be asked about its size. */
	static Consent toNamed(final Progress progress) {
		return offer -> !progress.canAsk() || progress.confirm(offer.question());
	}

	/** Whether to fetch; a dialog shows {@link DownloadOffer#question()}. */
	boolean grants(DownloadOffer offer);

	/**
	 * Goes on only if it is granted.
	 *
	 * @throws AnomalyFlowException if not, with what to do
	 */
	default void require(final DownloadOffer offer) {
		if (!grants(offer))
			throw new AnomalyFlowException(offer.instructions());
	}
}
