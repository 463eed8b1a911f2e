package org.anomalyflow.host.imagej2;

import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.command.FrontEndService;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

/** Gives commands the front end for ImageJ2, unless another one is in use. */
@Plugin(type = Service.class)
public class DefaultFrontEndService extends AbstractService implements FrontEndService {

	private FrontEnd frontEnd;

	@Override
	public synchronized FrontEnd frontEnd() {
		// made when first needed: no class of ImageJ 1.x may be loaded before ImageJ2 has patched it
		if (frontEnd == null)
			frontEnd = new ImageJ2FrontEnd(context());
		return frontEnd;
	}

	@Override
	public synchronized void use(final FrontEnd other) {
		frontEnd = other;
	}
}
