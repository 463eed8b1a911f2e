package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Snapshots;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.Schedule;
import org.anomalyflow.model.SmallFlows;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.StopChoice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {

	private static final List<Shape> SHAPES = List.of(new Shape(6, 8, 8), new Shape(6, 4, 4), new Shape(6, 2, 2));
	private static final int IMAGES = 10;
	private static final int SIDE = 64;
	private static ComputeContext context;

	@TempDir
	private Path folder;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	/** Stops after a number of batches. */
	private static class StopAfter implements Progress {

		private final int batches;
		private final boolean keep;
		private int seen;

		StopAfter(final int batches, final boolean keep) {
			this.batches = batches;
			this.keep = keep;
		}

		@Override
		public void update(final String stage, final long done, final long total, final String detail) {
			seen++;
		}

		@Override
		public void message(final String line) {
			// not looked at
		}

		@Override
		public boolean isCancelled() {
			return seen >= batches;
		}

		@Override
		public StopChoice onStop(final boolean canFinish) {
			return keep ? StopChoice.FINISH : StopChoice.STOP;
		}
	}

	private record Outcome(List<Float> losses, boolean stoppedEarly, SortedMap<String, HostTensor> tensors) {}

	private Outcome train(final String model, final long seed, final TrainingCheckpoint checkpoint, final Progress progress) {
		return train(model, Augmentation.NONE, 5, 4, seed, checkpoint, progress);
	}

	private Outcome train(final String model, final Augmentation augmentation, final int epochs, final int batchSize, final long seed,
		final TrainingCheckpoint checkpoint, final Progress progress)
	{
		final FlowFactory factory = SmallFlows.of(model);
		final JsonObject settings = SmallFlows.settings(factory.name(), SHAPES);
		final Parameters parameters = factory.initialise(context.manager(), settings, seed);
		final FlowModel flow = factory.create(context, settings, parameters);
		final TrainingPlan plan = new TrainingPlan(epochs, batchSize, new AdamSettings(1e-3, 0.9, 0.999, 1e-4, 1e-5, 1), Schedule.COSINE, 0.1f,
			seed);
		final AugmentedViews views = new AugmentedViews(augmentation, IntStream.range(0, IMAGES).toArray(), SIDE, seed);
		try (FeatureCache cache = features(views.records())) {
			final TrainingHistory history = new Trainer(context, flow, cache, views, plan).train(checkpoint, progress);
			return new Outcome(history.losses(), history.stoppedEarly(), Snapshots.of(parameters));
		}
	}

	private static FeatureCache features(final int records) {
		final FeatureCache cache = FeatureCache.allocate(SHAPES, records, FeatureCache.DEFAULT_MEMORY);
		fill(cache);
		return cache;
	}

	private static void fill(final FeatureCache cache) {
		for (int i = 0; i < cache.size(); i++)
			try (NDManager scope = context.newScope()) {
				cache.put(i, image(scope, i));
			}
	}

	private static NDList image(final NDManager scope, final int image) {
		final NDList maps = new NDList();
		for (final Shape shape : SHAPES)
			maps.add(Tensors.toEngine(scope, SeededRandom.uniform(SeededRandom.stream(image, shape.toString()), (int) shape.size(), 2),
				new Shape(1).addAll(shape).getShape()));
		return maps;
	}

	private TrainingCheckpoint checkpoint(final String name, final boolean resume) {
		return new TrainingCheckpoint(folder.resolve(name), "same", resume);
	}

	private static void assertSame(final Outcome expected, final Outcome actual) {
		assertEquals(expected.losses, actual.losses);
		expected.tensors.forEach((name, tensor) -> assertEquals(tensor.bytes(), actual.tensors.get(name).bytes(), name));
	}

	/** Losses of a training whose features do not fit into memory, by the engine's own failure, at some reads. */
	private List<Float> trainWhere(final IntPredicate full, final List<Integer> sizes, final List<String> told) {
		final FlowFactory factory = SmallFlows.of("cs-flow");
		final JsonObject settings = SmallFlows.settings(factory.name(), SHAPES);
		final Parameters parameters = factory.initialise(context.manager(), settings, 1);
		final TrainingPlan plan = new TrainingPlan(3, 4, new AdamSettings(1e-3, 0.9, 0.999, 1e-4, 1e-5, 1), Schedule.COSINE, 0, 1);
		final AugmentedViews views = new AugmentedViews(Augmentation.NONE, IntStream.range(0, IMAGES).toArray(), SIDE, 1);
		try (FeatureCache cache = features(views.records())) {
			final FeatureSource source = (scope, images) -> {
				sizes.add(images.length);
				if (full.test(sizes.size()))
					scope.zeros(new Shape(1L << 44));
				return cache.batch(scope, images);
			};
			return new Trainer(context, factory.create(context, settings, parameters), source, views, plan)
				.train(checkpoint("full", false), new StopAfter(Integer.MAX_VALUE, false) {

					@Override
					public void message(final String line) {
						told.add(line);
					}
				}).losses();
		}
	}

	@Test
	void whereMemoryIsFullFewerImagesAreComputedAtATime() {
		final List<Float> expected = trainWhere(read -> false, new ArrayList<>(), new ArrayList<>());
		final List<Integer> sizes = new ArrayList<>();
		final List<String> told = new ArrayList<>();
		// the second failure comes when half of the batch has left its gradients
		final List<Float> losses = trainWhere(read -> read == 1 || read == 3, sizes, told);
		assertEquals(List.of(4, 2, 2, 1, 1, 1, 1), sizes.subList(0, 7));
		assertEquals(1, sizes.get(sizes.size() - 1));
		assertEquals(2, told.size());
		assertTrue(told.get(0).contains("The memory of cpu is not enough for 4 images at a time; training goes on with 2"), told.toString());
		for (int epoch = 0; epoch < expected.size(); epoch++)
			assertEquals(expected.get(epoch), losses.get(epoch), 1e-4, "sums of another order");
	}

	@Test
	void whereOneImageDoesNotFitThatIsSaid() {
		final AnomalyFlowException e = assertThrows(AnomalyFlowException.class,
			() -> trainWhere(read -> true, new ArrayList<>(), new ArrayList<>()));
		assertTrue(e.getMessage().startsWith("The memory of cpu is not enough for the training with one image"), e.getMessage());
	}

	@ParameterizedTest
	@ValueSource(strings = { "cs-flow", "danflow" })
	void equalSeedsGiveBitIdenticalTrainings(final String model) {
		final Outcome first = train(model, 1, checkpoint("a", false), Progress.NONE);
		assertSame(first, train(model, 1, checkpoint("b", false), Progress.NONE));
		assertNotEquals(first.losses, train(model, 2, checkpoint("c", false), Progress.NONE).losses);
	}

	/** Gradients read what the forward pass left; nothing of it may lie in memory that Java frees meanwhile. */
	@ParameterizedTest
	@ValueSource(strings = { "cs-flow", "danflow" })
	void garbageCollectionChangesNothing(final String model) throws InterruptedException {
		final Outcome undisturbed = train(model, Augmentation.NONE, 1, IMAGES, 1, checkpoint("a", false), Progress.NONE);
		final Thread collector = new Thread(() -> {
			final List<ByteBuffer> reused = new ArrayList<>();
			while (!Thread.currentThread().isInterrupted()) {
				System.gc();
				for (int i = 0; i < 2000; i++)
					reused.add(ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder()).putFloat(0, Float.NaN));
				if (reused.size() > 20_000)
					reused.clear();
			}
		});
		collector.start();
		try {
			assertSame(undisturbed, train(model, Augmentation.NONE, 1, IMAGES, 1, checkpoint("b", false), Progress.NONE));
		}
		finally {
			collector.interrupt();
			collector.join();
		}
	}

	@ParameterizedTest
	@CsvSource({ "cs-flow, none", "cs-flow, flips+shifts+rotations", "danflow, none", "danflow, flips+shifts+rotations" })
	void resumingIsBitIdenticalToNotStopping(final String model, final String chosen) {
		final Augmentation augmentation = Augmentation.parse(chosen);
		final Outcome undisturbed = train(model, augmentation, 5, 4, 1, checkpoint("a", false), Progress.NONE);
		final int inTheMiddleOfAnEpoch = 7;
		assertThrows(CancelledException.class,
			() -> train(model, augmentation, 5, 4, 1, checkpoint("b", false), new StopAfter(inTheMiddleOfAnEpoch, false)));
		assertTrue(Files.exists(folder.resolve("b")));
		assertSame(undisturbed, train(model, augmentation, 5, 4, 1, checkpoint("b", true), Progress.NONE));
	}

	/** Ten images in batches of four: CS-Flow sees all of them, DANFlow leaves two out, which would disturb its statistics. */
	@ParameterizedTest
	@CsvSource({ "cs-flow, 4, 15", "danflow, 4, 10", "danflow, 5, 10", "danflow, 16, 5" })
	void anIncompleteBatchIsLeftOutWhereItDisturbs(final String model, final int batchSize, final int steps) {
		for (final Augmentation augmentation : List.of(Augmentation.NONE, Augmentation.parse("flips"))) {
			final StopAfter counter = new StopAfter(Integer.MAX_VALUE, false);
			train(model, augmentation, 5, batchSize, 1, checkpoint("a", false), counter);
			assertEquals(steps, counter.seen);
		}
	}

	@Test
	void lossesFall() {
		final List<Float> losses = train("cs-flow", 1, checkpoint("a", false), Progress.NONE).losses;
		assertTrue(losses.get(losses.size() - 1) < losses.get(0), losses.toString());
	}

	@Test
	void stoppingMayKeepWhatWasTrained() {
		final Outcome kept = train("cs-flow", 1, checkpoint("a", false), new StopAfter(7, true));
		assertTrue(kept.stoppedEarly);
		assertEquals(2, kept.losses.size());
	}

	@Test
	void anotherTrainingIsNotGoneOnWith() {
		assertThrows(CancelledException.class, () -> train("cs-flow", 1, checkpoint("a", false), new StopAfter(7, false)));
		final AnomalyFlowException refused = assertThrows(AnomalyFlowException.class,
			() -> train("cs-flow", 1, new TrainingCheckpoint(folder.resolve("a"), "other", true), Progress.NONE));
		assertTrue(refused.getMessage().contains("resume=false"), refused.getMessage());
	}

	@Test
	void featuresInAFileAreThoseInMemory() {
		try (FeatureCache inMemory = features(IMAGES); FeatureCache inFile = FeatureCache.allocate(SHAPES, IMAGES, 0)) {
			assertFalse(inMemory.isMapped());
			assertTrue(inFile.isMapped());
			fill(inFile);
			try (NDManager scope = context.newScope()) {
				final NDList expected = inMemory.batch(scope, 3, 7);
				final NDList actual = inFile.batch(scope, 3, 7);
				for (int i = 0; i < expected.size(); i++)
					assertArrayEquals(expected.get(i).toFloatArray(), actual.get(i).toFloatArray());
				assertArrayEquals(image(scope, 7).get(1).toFloatArray(), actual.get(1).get(1).toFloatArray());
			}
		}
	}
}
