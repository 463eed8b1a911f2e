package org.anomalyflow.inference;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.feature.FeatureStatistics;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorCheck;
import org.anomalyflow.util.AnomalyFlowException;

/** Whether the parts of a model file fit each other, before a detector is made of them. */
final class BundleCheck {

	private static final String ADVICE = ". The model file is damaged or was changed: copy it again or train the model again.";

	private BundleCheck() {}

	/**
	 * Compares.
	 *
	 * @param bundle the model file's content
	 * @param features the shapes of the maps that its backbone gives, [C, H, W]
	 * @throws AnomalyFlowException if the detector reads other maps, or if tensors are missing, unexpected, of another shape or
	 *           type, or not finite
	 */
	static void check(final ModelBundle bundle, final List<Shape> features) {
		final DetectorFactory factory = Detectors.of(bundle.info().model());
		checkFeatures(factory.features(bundle.info().settings()), features);
		final SortedMap<String, HostTensor> detector = bundle.detector();
		checkShapes("settings", TensorCheck.of(factory.tensors(bundle.info().settings()), detector));
		detector.forEach((name, tensor) -> checkType(ModelBundle.prefix(factory) + name, tensor, factory.isInteger(name)));
		checkStatistics(bundle.part(ModelBundle.FEATURES), features);
	}

	private static void checkFeatures(final List<Shape> wanted, final List<Shape> given) {
		boolean fits = wanted.size() == given.size();
		for (int map = 0; fits && map < given.size(); map++)
			for (int axis = 0; axis < given.get(map).dimension(); axis++)
				fits &= wanted.get(map).get(axis) < 0 || wanted.get(map).get(axis) == given.get(map).get(axis);
		if (!fits)
			throw new AnomalyFlowException("The settings of the model file are for feature maps of " + wanted +
				" (channels, height, width; -1 for any), its backbone gives " + given + " for its image_size" + ADVICE);
	}

	private static void checkShapes(final String member, final TensorCheck found) {
		if (!found.isOk())
			throw new AnomalyFlowException("The tensors of the model file are not those of its " + member + ": " + found.summary() + ADVICE);
	}

	private static void checkType(final String name, final HostTensor tensor, final boolean integer) {
		if (tensor.type().isFloating() == integer)
			throw new AnomalyFlowException("The tensor " + name + " of the model file holds " + tensor.type() + ", it must hold " +
				(integer ? "whole numbers" : "floating-point numbers") + ADVICE);
	}

	private static void checkStatistics(final SortedMap<String, HostTensor> statistics, final List<Shape> features) {
		if (statistics.isEmpty())
			return;
		final SortedMap<String, long[]> expected = new TreeMap<>();
		for (int map = 0; map < features.size(); map++)
			for (final String name : FeatureStatistics.names(map))
				expected.put(name, new long[]{ 1, features.get(map).get(0), 1, 1 });
		checkShapes("backbone", TensorCheck.of(expected, statistics));
		statistics.forEach((name, tensor) -> checkType(ModelBundle.FEATURES + name, tensor, false));
	}
}
