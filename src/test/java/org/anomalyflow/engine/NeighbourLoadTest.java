package org.anomalyflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cores that others use, from what Linux counts. */
class NeighbourLoadTest {

	@TempDir
	Path folder;

	private Path machine;
	private Path process;

	@BeforeEach
	void begin() {
		machine = folder.resolve("stat");
		process = folder.resolve("self");
	}

	/** Writes ticks of four cores: busy in user mode, idle, and of them those of this process. */
	private void count(final long busy, final long idle, final long own) throws IOException {
		Files.writeString(machine,
			"cpu  " + busy + " 0 0 " + idle + " 0 0 0 0 0 0\n" + "cpu0 1 0 0 1\ncpu1 1 0 0 1\ncpu2 1 0 0 1\ncpu3 1 0 0 1\nintr 5 6\n");
		Files.writeString(process, "77 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 " + own + " 0 0 0 20 0\n");
	}

	@Test
	void othersAreWhatIsBusyWithoutThisProcess() throws IOException {
		count(1000, 1000, 500);
		final NeighbourLoad load = new NeighbourLoad(machine, process, 4);
		count(1300, 1100, 700);
		assertEquals(1, load.busyCores().getAsDouble(), 1e-9, "three quarters of four cores are busy, two thirds of that is this process");
		count(1310, 1110, 700);
		assertEquals(1, load.busyCores().getAsDouble(), 1e-9, "a moment later nothing new is known");
		count(1700, 1100, 1100);
		assertEquals(0, load.busyCores().getAsDouble(), 1e-9);
	}

	@Test
	void whatIsNotSeenIsNotKnown() throws IOException {
		assertEquals(OptionalDouble.empty(), new NeighbourLoad(machine, process, 4).busyCores());
		count(1000, 1000, 500);
		final NeighbourLoad ofPart = new NeighbourLoad(machine, process, 2);
		count(2000, 1000, 500);
		assertEquals(OptionalDouble.empty(), ofPart.busyCores(), "two of four cores: whose load it is nobody says");
		final NeighbourLoad early = new NeighbourLoad(machine, process, 4);
		assertEquals(OptionalDouble.empty(), early.busyCores());
	}

	@Test
	void onlyFreeCoresAreUsedUnlessToldOtherwise() {
		assertEquals(8, EngineThreads.unasked(8, null, OptionalDouble.empty()));
		assertEquals(8, EngineThreads.unasked(8, null, OptionalDouble.of(0.4)));
		assertEquals(5, EngineThreads.unasked(8, null, OptionalDouble.of(3.2)));
		assertEquals(1, EngineThreads.unasked(2, null, OptionalDouble.of(1)));
		assertEquals(1, EngineThreads.unasked(8, null, OptionalDouble.of(30)));
		assertEquals(8, EngineThreads.unasked(8, "8", OptionalDouble.of(3)));
	}
}
