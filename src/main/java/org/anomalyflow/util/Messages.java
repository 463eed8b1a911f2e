package org.anomalyflow.util;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Turns the exceptions of other libraries into words a user can act on. */
public final class Messages {

	private Messages() {}

	/** The reason of a failure in plain words; never empty. */
	public static String reason(final Throwable failure) {
		if (failure instanceof AccessDeniedException)
			return "permission denied for " + failure.getMessage();
		if (failure instanceof NoSuchFileException)
			return "there is no " + failure.getMessage();
		if (failure instanceof FileAlreadyExistsException)
			return failure.getMessage() + " is in the way, delete it or give it another name";
		if (failure instanceof NotDirectoryException)
			return failure.getMessage() + " is not a folder";
		if (failure instanceof CharacterCodingException)
			return "its text has another encoding";
		if (failure instanceof UnknownHostException)
			return "the host " + failure.getMessage() + " is not known";
		final String message = failure.getMessage();
		if (failure instanceof ConnectException && (message == null || message.isBlank()))
			return "no connection to the server, or to the proxy";
		return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
	}
}
