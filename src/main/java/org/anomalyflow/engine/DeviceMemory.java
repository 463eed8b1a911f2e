package org.anomalyflow.engine;

import java.util.Locale;
import java.util.function.Supplier;

import ai.djl.engine.EngineException;

import org.anomalyflow.util.AnomalyFlowException;

/** What happens when the memory of a device, or Java's own, is full. */
public final class DeviceMemory {

	private DeviceMemory() {}

	/** Whether a failure says that memory is full, so that less at a time may work. */
	public static boolean isFull(final Throwable failure) {
		if (failure instanceof OutOfMemoryError)
			return true;
		final String message = failure.getMessage() == null ? "" : failure.getMessage().toLowerCase(Locale.ROOT);
		// the words of PyTorch's allocators for GPUs and for CPUs
		return failure instanceof EngineException &&
			(message.contains("out of memory") || message.contains("allocate memory") || message.contains("not enough memory"));
	}

	/**
	 * Computes what cannot be made smaller here.
	 *
	 * @param context where
	 * @param what it is, for the message
	 * @param work the computation
	 * @throws AnomalyFlowException if memory is full, with what to do
	 */
	public static <T> T guarded(final ComputeContext context, final String what, final Supplier<T> work) {
		try {
			return work.get();
		}
		catch (final RuntimeException | OutOfMemoryError e) {
			if (isFull(e))
				throw full(context, what, e);
			throw e;
		}
	}

	/** The failure of something that does not fit. */
	public static AnomalyFlowException full(final ComputeContext context, final String what, final Throwable cause) {
		return new AnomalyFlowException("The memory of " + context.device() + " is not enough for " + what +
			". Choose a smaller image_size, end other programs that use it, or use another device.", cause);
	}
}
