package org.anomalyflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.JniUtils;

import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineThreadsTest {

	@AfterEach
	void asBefore() {
		EngineThreads.choose(0);
	}

	/** A choice holds for a running engine and for contexts opened later, and 0 goes back to the engine's own number. */
	@Test
	void theEngineComputesWithAsManyAsChosen() {
		EngineThreads.choose(0);
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE)) {
			final int own = JniUtils.getNumThreads();
			EngineThreads.choose(3);
			assertEquals(3, JniUtils.getNumThreads());
			try (ComputeContext later = ComputeContext.open("cpu", "float32", Progress.NONE)) {
				assertTrue(later.describe().contains("with 3 threads"), later.describe());
				EngineThreads.choose(1);
				assertTrue(later.describe().contains("with 1 thread,"), later.describe());
			}
			EngineThreads.choose(0);
			assertEquals(own, JniUtils.getNumThreads());
		}
	}

	@Test
	void whatIsNoNumberOfThreadsIsRefused() {
		for (final int threads : new int[]{ -1, EngineThreads.MOST + 1 }) {
			final InvalidParameterException refused = assertThrows(InvalidParameterException.class, () -> EngineThreads.choose(threads));
			assertTrue(refused.getMessage().contains("threads"), refused.getMessage());
		}
	}
}
