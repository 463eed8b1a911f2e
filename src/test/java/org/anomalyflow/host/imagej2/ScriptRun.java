package org.anomalyflow.host.imagej2;

import java.io.File;
import java.util.Map;
import java.util.TreeMap;

import ij.ImagePlus;
import net.imglib2.img.Img;
import org.scijava.Context;
import org.scijava.script.ScriptModule;
import org.scijava.script.ScriptService;

/** Runs a script that judges an image, and tells its outputs. */
final class ScriptRun {

	private ScriptRun() {}

	/** All outputs by name, images by their sizes. */
	static Map<String, Object> of(final Context context, final File script, final File image, final File model) throws Exception {
		final ScriptModule done = context.service(ScriptService.class).run(script, true, Map.of("image_file", image, "model_file", model))
			.get();
		final Map<String, Object> outputs = new TreeMap<>(done.getOutputs());
		outputs.replaceAll((name, value) -> value instanceof ImagePlus found
			? found.getWidth() + "x" + found.getHeight() + " " + found.getBitDepth()
			: value instanceof Img<?> found
				? found.dimension(0) + "x" + found.dimension(1) + " " + found.firstElement().getClass().getSimpleName()
				: value);
		return outputs;
	}
}
