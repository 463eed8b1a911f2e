package org.anomalyflow.engine;

import java.nio.file.Path;
import java.util.List;

import ai.djl.pytorch.jni.LibUtils;

import com.sun.jna.NativeLibrary;

/**
 * What PyTorch's libraries themselves write to standard error. DJL guards the writing of values into an array in a way for
 * which PyTorch has a new name, and PyTorch warns of "silent wrong result in some edge cases", which concern authors of
 * operations, not the people who read that line in the middle of a training.
 */
final class NativeWarnings {

	/** Variables of C10 that hold from which severity on it writes: as C names them, and as C++ does on Windows. */
	private static final List<String> LEVELS = List.of("FLAGS_caffe2_log_level", "?FLAGS_caffe2_log_level@@3HA");
	private static final int ERROR = 2;

	private static boolean silent;

	private NativeWarnings() {}

	/** To be called when the engine is loaded, before what it warns of. */
	static synchronized void silence() {
		if (silent)
			return;
		silent = true;
		for (final String level : LEVELS)
			try {
				NativeLibrary.getInstance(Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("c10")).toString())
					.getGlobalVariableAddress(level).setInt(0, ERROR);
				return;
			}
			catch (final LinkageError e) {
				// libraries that name it otherwise: a line more is seen
			}
	}
}
