package org.anomalyflow.engine;

import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;

import org.anomalyflow.download.Consent;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;

/**
 * What the engine is and has on this machine.
 *
 * @param version engine name and version
 * @param threads threads of one operation on the CPU
 * @param gpus one line for each GPU, its name in the parameter {@code device} first; empty if the engine sees none
 */
public record EngineInfo(String version, int threads, List<String> gpus) {

	private static final double GB = 1e9;

	public EngineInfo {
		gpus = List.copyOf(gpus);
	}

	/**
	 * Starts the engine if need be and asks it.
	 *
	 * @param consent asked before its libraries are fetched, if they are not here
	 * @param progress told of that
	 * @throws AnomalyFlowException if it does not start, with what to do
	 */
	public static EngineInfo read(final Consent consent, final Progress progress) {
		final Engine engine = EngineLoader.load(consent, progress);
		final List<String> gpus = new ArrayList<>();
		for (int i = 0; i < engine.getGpuCount(); i++)
			gpus.add("gpu:" + i + memory(i));
		return new EngineInfo(engine.getEngineName() + " " + engine.getVersion(), JniUtils.getNumThreads(), gpus);
	}

	private static String memory(final int gpu) {
		try {
			final MemoryUsage memory = CudaUtils.getGpuMemory(Device.gpu(gpu));
			return String.format(Locale.ROOT, ", %.1f GB of memory, %.1f GB of it free", memory.getMax() / GB,
				(memory.getMax() - memory.getUsed()) / GB);
		}
		catch (final RuntimeException | LinkageError e) {
			return ", memory unknown"; // the engine works without the CUDA library that tells
		}
	}
}
