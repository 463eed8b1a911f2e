package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import ij.ImagePlus;
import ij.process.ByteProcessor;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;

class WriteBehindTest {

	private static final int LIMIT_SECONDS = 60;

	private static ImageSlices image(final int width, final int height) {
		return ImageSlices.of(new ImagePlus("image", new ByteProcessor(width, height)));
	}

	private static boolean await(final CountDownLatch latch) {
		try {
			return latch.await(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}

	@Test
	void whatFollowsComesInTheOrderOfImagesAndTheLastAtTheEnd() {
		final List<String> done = new ArrayList<>();
		final CountDownLatch judgingTheNext = new CountDownLatch(1);
		try (WriteBehind behind = new WriteBehind()) {
			final Supplier<Boolean> first = behind.start(image(8, 8), () -> await(judgingTheNext));
			behind.next(() -> done.add("first " + first.get()));
			assertEquals(List.of(), done);
			judgingTheNext.countDown(); // could not be reached if the first were not written beside
			behind.next(() -> done.add("second"));
			assertEquals(List.of("first true"), done);
		}
		assertEquals(List.of("first true", "second"), done);
	}

	@Test
	void failuresArriveAsTheyWereThrown() {
		final AnomalyFlowException full = new AnomalyFlowException("The disk is full");
		final OutOfMemoryError heap = new OutOfMemoryError("heap");
		try (WriteBehind behind = new WriteBehind()) {
			assertSame(full, assertThrows(AnomalyFlowException.class, behind.start(image(8, 8), () -> {
				throw full;
			})::get));
			assertSame(heap, assertThrows(OutOfMemoryError.class, behind.start(image(8, 8), () -> {
				throw heap;
			})::get));
		}
	}

	@Test
	void aFailureIsFinishedOnce() {
		final List<Integer> calls = new ArrayList<>();
		assertThrows(AnomalyFlowException.class, () -> {
			try (WriteBehind behind = new WriteBehind()) {
				behind.next(() -> {
					calls.add(1);
					throw new AnomalyFlowException("The journal cannot be written");
				});
				behind.next(() -> calls.add(2));
			}
		});
		assertEquals(List.of(1), calls);
	}

	@Test
	void largeImagesAreWrittenAtOnce() {
		final Thread here = Thread.currentThread();
		try (WriteBehind behind = new WriteBehind()) {
			assertSame(here, behind.start(image(4097, 4096), Thread::currentThread).get());
			assertTrue(behind.start(image(4096, 4096), Thread::currentThread).get() != here);
		}
	}
}
