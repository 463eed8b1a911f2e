package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

import ai.djl.engine.EngineException;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.OnePassFactory;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device whose memory is full while a detector of one pass learns: one sentence that says what to do. */
class FullMemoryTest {

	@TempDir
	static Path folder;

	@ParameterizedTest
	@CsvSource({ "patchcore, add", "patchcore, learn", "padim, add", "padim, learn" })
	void isSaidInOneSentence(final String model, final String step) {
		SampleData.generate(folder, List.of("metal"), 5, 7, Progress.NONE);
		final TrainingOptions options = TrainingOptions.builder().optModel(model).optBackbone("filter-bank").optImageSize(64).build();
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE)) {
			final TrainingImages images = TrainingImages.of(ImageFolder.list(folder.resolve("metal/train/good"), false).images(), options,
				Progress.NONE);
			final OnePassFactory factory = (OnePassFactory) Detectors.of(model);
			final Backbone backbone = Backbones.create(context, "filter-bank", new TreeMap<>(), "colour");
			final TrainingSetup setup = TrainingSetup.of(context, options, Progress.NONE, TrainingListener.NONE, images,
				new GoodParts(images.parts(), 1), factory, backbone);
			final JsonObject settings = factory.settings(setup.input(), DetectorOptions.of(factory, options.detectorOptions()));
			final EngineException full = new EngineException("CUDA out of memory. Tried to allocate 9 GiB");
			try (FeatureCache cache = FeatureCache.allocate(setup.input().features(), setup.views().records(), 1 << 30)) {
				new TrainingFeatures(context, setup.extractor(), setup.views(), Progress.NONE).fill(cache, images, setup.train());
				final AnomalyFlowException said = assertThrows(AnomalyFlowException.class,
					() -> new OnePassLearning(setup, failing(factory, step, full), settings).learn(cache, new TreeMap<>(), null));
				assertTrue(said.getMessage().startsWith("The memory of cpu is not enough for what the detector keeps of 5 images. Choose"),
					said.getMessage());
				assertEquals(full, said.getCause());
			}
		}
	}

	/** The kind itself, but one step of its learners fails. */
	private static OnePassFactory failing(final OnePassFactory factory, final String step, final EngineException failure) {
		return (OnePassFactory) proxy(OnePassFactory.class, factory,
			(name, result) -> "learner".equals(name) ? proxy(OnePassLearner.class, result, (called, ignored) -> {
				if (called.equals(step))
					throw failure;
				return ignored;
			}) : result);
	}

	private interface After {

		Object change(String method, Object result);
	}

	private static Object proxy(final Class<?> type, final Object target, final After after) {
		return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{ type }, (self, method, arguments) -> {
			try {
				return after.change(method.getName(), method.invoke(target, arguments));
			}
			catch (final InvocationTargetException e) {
				throw e.getCause();
			}
		});
	}
}
