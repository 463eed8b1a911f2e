package org.anomalyflow.command;

import org.scijava.service.SciJavaService;

/** Knows the {@link FrontEnd} of the host that runs this SciJava context. */
public interface FrontEndService extends SciJavaService {

	/** The front end in use. */
	FrontEnd frontEnd();

	/** Uses another front end than the one for ImageJ2. */
	void use(FrontEnd frontEnd);
}
