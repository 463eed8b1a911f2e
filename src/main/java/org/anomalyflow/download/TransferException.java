package org.anomalyflow.download;

import java.io.IOException;

/** A failure of a transfer that may pass: worth another try. */
final class TransferException extends IOException {

	private static final long serialVersionUID = 1L;

	TransferException(final String message, final Throwable cause) {
		super(message, cause);
	}
}
