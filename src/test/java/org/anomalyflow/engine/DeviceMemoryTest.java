package org.anomalyflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {

	@Test
	void theEnginesOwnFailureIsRecognised() {
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE); NDManager scope = context.newScope()) {
			final AnomalyFlowException e = assertThrows(AnomalyFlowException.class,
				() -> DeviceMemory.guarded(context, "the image x.png", () -> scope.zeros(new Shape(1L << 44))));
			assertTrue(e.getMessage().startsWith("The memory of cpu is not enough for the image x.png. Choose"), e.getMessage());
			assertEquals(3, DeviceMemory.guarded(context, "3", () -> 3));
			assertThrows(EngineException.class,
				() -> DeviceMemory.guarded(context, "shapes", () -> scope.zeros(new Shape(2)).add(scope.zeros(new Shape(3)))));
		}
	}

	@Test
	void theWordsOfGpusAreKnown() {
		assertTrue(DeviceMemory.isFull(new EngineException("CUDA out of memory. Tried to allocate 20.00 MiB")));
		assertTrue(DeviceMemory.isFull(new OutOfMemoryError("Java heap space")));
		assertFalse(DeviceMemory.isFull(new EngineException("CUDA error: device-side assert triggered")));
		assertFalse(DeviceMemory.isFull(new IllegalStateException("out of memory")));
	}
}
