package org.anomalyflow.tensor;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Tells glibc to keep the big blocks that PyTorch frees after every operation. By default they go back to the system
 * and must be faulted in again a moment later, which takes longer than much of the arithmetic.
 */
final class NativeMemory {

	private static final int TRIM_THRESHOLD = -1;
	private static final int TOP_PAD = -2;
	private static final int MMAP_THRESHOLD = -3;
	private static final int ONE_GIB = 1 << 30;
	private static final int PAD = 64 << 20;

	private NativeMemory() {}

	/** The part of the C library that is needed; JNA wants the interface public. */
	public interface CLibrary extends Library {

		int mallopt(int parameter, int value);
	}

	/** Has an effect on Linux with glibc only; elsewhere the allocator stays as it is. */
	static void keepFreedBlocks() {
		if (!Platform.isLinux() || System.getenv("MALLOC_TRIM_THRESHOLD_") != null)
			return;
		try {
			final CLibrary c = Native.load("c", CLibrary.class);
			c.mallopt(MMAP_THRESHOLD, ONE_GIB);
			c.mallopt(TRIM_THRESHOLD, Integer.MAX_VALUE);
			c.mallopt(TOP_PAD, PAD);
		}
		catch (final LinkageError e) {
			// Another C library (musl): only speed is lost.
		}
	}
}
