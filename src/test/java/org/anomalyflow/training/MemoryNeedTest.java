package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {

	private static final long MIB = 1 << 20;
	/** 100 MiB of features, 4 x 40 + 2 x 40 MiB on the engine. */
	private static final MemoryNeed NEED = MemoryNeed.of(100, MIB / 4, 10 * MIB, 10 * MIB, MIB / 8, 16, 256);

	private final List<String> told = new ArrayList<>();

	private void tell(final boolean onCpu, final long heap, final long total, final long free) {
		NEED.tell(onCpu, heap * MIB, total * MIB, free * MIB, new Progress() {

			@Override
			public void update(final String stage, final long done, final long all, final String detail) {
				// no stages
			}

			@Override
			public void message(final String line) {
				told.add(line);
			}

			@Override
			public boolean isCancelled() {
				return false;
			}
		});
	}

	@Test
	void theNeedIsTold() {
		tell(true, 4_000, 4_000, 4_000);
		assertEquals(List.of("Memory: about 240 MiB for the training, 100 MiB of memory for the features."), told);
	}

	@Test
	void aMachineThatIsTooSmallIsOneSentence() {
		final String message = assertThrows(AnomalyFlowException.class, () -> tell(true, 4_000, 600, 600)).getMessage();
		assertTrue(message.startsWith("Training needs about 623 MiB of memory, this machine has 600 MiB. Choose a smaller batch_size"),
			message);
		tell(false, 4_000, 600, 600);
	}

	@Test
	void aHeapThatIsTooSmallIsOneSentence() {
		final String message = assertThrows(AnomalyFlowException.class, () -> tell(true, 32, 4_000, 4_000)).getMessage();
		assertTrue(message.contains("of Java's heap, which has 32 MiB at most") && message.contains("ANOMALY_FLOW_JAVA_OPTS=-Xmx"), message);
	}

	@Test
	void memoryThatOthersUseIsAWarning() {
		tell(true, 4_000, 4_000, 200);
		assertTrue(told.get(1).startsWith("Warning: training needs about 623 MiB of memory, 200 MiB are free"), told.toString());
	}
}
