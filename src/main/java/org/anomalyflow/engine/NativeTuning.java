package org.anomalyflow.engine;

import java.util.Set;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Settings of the process that the engine's libraries read when they are loaded; on Linux with glibc only.
 * <ul>
 * <li>Freed memory is kept: by default the big blocks that PyTorch frees after every operation go back to the system and
 * must be faulted in again a moment later, which takes longer than much of the arithmetic.</li>
 * <li>Large arrays lie in huge pages where the system gives them on demand: with small ones, looking up addresses takes
 * up to 5 % of a training step.</li>
 * <li>Threads that wait for each other spin for a fraction of a millisecond only, then sleep: where other programs need
 * the cores, too, threads that spin for long keep each other from working, and a training takes many times as long.
 * Sleeping at once would cost a training a third of its time on an idle machine.</li>
 * </ul>
 * What the user has set in the environment stays as it is. They are felt by everything in the process: see
 * {@link OwnProcess}.
 */
final class NativeTuning {

	private static final int TRIM_THRESHOLD = -1;
	private static final int TOP_PAD = -2;
	private static final int MMAP_THRESHOLD = -3;
	private static final int ONE_GIB = 1 << 30;
	private static final int PAD = 64 << 20;
	private static final String SPIN_COUNT = "10000";

	/** What {@code bin/anomaly-flow} sets for its own process, so that nothing is left to be done here. */
	private static final Set<String> SET_BY_LAUNCHER = Set.of("GOMP_SPINCOUNT", "THP_MEM_ALLOC_ENABLE", "MALLOC_TRIM_THRESHOLD_");

	private NativeTuning() {}

	/** The part of the C library that is needed; JNA wants the interface public. */
	public interface CLibrary extends Library {

		int mallopt(int parameter, int value);

		int setenv(String name, String value, int overwrite);
	}

	/** To be called before the engine's libraries are loaded. */
	static void apply() {
		if (!Platform.isLinux() || System.getenv().keySet().containsAll(SET_BY_LAUNCHER))
			return;
		try {
			final CLibrary c = Native.load("c", CLibrary.class);
			c.setenv("GOMP_SPINCOUNT", SPIN_COUNT, 0);
			c.setenv("THP_MEM_ALLOC_ENABLE", "1", 0);
			if (System.getenv("MALLOC_TRIM_THRESHOLD_") != null)
				return;
			c.mallopt(MMAP_THRESHOLD, ONE_GIB);
			c.mallopt(TRIM_THRESHOLD, Integer.MAX_VALUE);
			c.mallopt(TOP_PAD, PAD);
		}
		catch (final LinkageError e) {
			// Another C library (musl): only speed is lost.
		}
	}
}
