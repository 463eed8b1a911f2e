package org.anomalyflow.training;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Heap;
import org.anomalyflow.util.Progress;

/**
 * How much memory a training needs, in bytes, and whether this machine has it: told before the work.
 *
 * @param features the features of all views
 * @param engine weights, gradients, the two moments of Adam, and what a batch keeps for its gradients
 * @param heap what of Java's own memory one batch needs
 */
record MemoryNeed(long features, long engine, long heap) {

	/** A weight, its gradient and Adam's two moments. */
	private static final int COPIES = 4;
	/**
	 * What is kept, and its gradients on the way back: measured at 512 pixels, a batch of 16 instead of 4 images needs 486 MB
	 * more for CS-Flow and 614 MB more for DANFlow; this says 505 and 830.
	 */
	private static final int KEPT_COPIES = 2;
	/** A batch as features, as noise and as the engine's input. */
	private static final int BATCH_COPIES = 3;
	/** An image as it was read, resized, moved and as a network's input: red, green and blue each. */
	private static final int IMAGE_COPIES = 4 * 3;
	private static final long MIB = 1 << 20;
	/** Libraries and program, beside the heap. */
	private static final long PROGRAM = 256 * MIB;
	/** What the program itself needs of the heap. */
	private static final long OWN_HEAP = 16 * MIB;
	private static final Path MEMINFO = Path.of("/proc/meminfo");
	private static final String AVAILABLE = "MemAvailable:";

	/**
	 * The need of one training.
	 *
	 * @param views how many views there are
	 * @param numbersPerView numbers of the feature maps of one
	 * @param parameters how many numbers are trained
	 * @param kept numbers that a batch keeps for its gradients
	 * @param largestMap numbers of the largest feature map
	 * @param batchSize images in a batch, no more than there are
	 * @param imageSize side of the network's input, in pixels
	 */
	static MemoryNeed of(final long views, final long numbersPerView, final long parameters, final long kept, final long largestMap,
		final int batchSize, final int imageSize)
	{
		return new MemoryNeed(Float.BYTES * views * numbersPerView, Float.BYTES * (COPIES * parameters + KEPT_COPIES * kept),
			Float.BYTES * (BATCH_COPIES * largestMap * batchSize + (long) IMAGE_COPIES * imageSize * imageSize));
	}

	/** How many bytes of features may stay outside of files: Java gives as much as its heap has at most. */
	static long forFeatures() {
		return Math.min(FeatureCache.DEFAULT_MEMORY, Runtime.getRuntime().maxMemory() / 2);
	}

	/**
	 * Tells it.
	 *
	 * @param onCpu whether the engine computes in this machine's memory
	 * @param progress told the need, and a warning if less is free
	 * @throws AnomalyFlowException if the heap or the machine is too small
	 */
	void tell(final boolean onCpu, final Progress progress) {
		tell(onCpu, Runtime.getRuntime().maxMemory(), total(), available(), progress);
	}

	/** As {@link #tell(boolean, Progress)}, for a machine with this heap, memory and free memory. */
	void tell(final boolean onCpu, final long heapSize, final long total, final long free, final Progress progress) {
		final boolean inFile = features > forFeatures();
		progress.message("Memory: about " + mib(engine) + " MiB for the training, " + mib(features) + " MiB " +
			(inFile ? "in a temporary file" : "of memory") + " for the features.");
		if (heap + OWN_HEAP > heapSize)
			throw new AnomalyFlowException("Training needs about " + mib(heap + OWN_HEAP) + " MiB of Java's heap, which has " + mib(heapSize) +
				" MiB at most. Give it more " + Heap.enlarged(mib(2 * (heap + OWN_HEAP))) + ", or choose a smaller batch_size or image_size.");
		final long needed = PROGRAM + heap + (onCpu ? engine : 0) + (inFile ? 0 : features);
		if (needed > total)
			throw new AnomalyFlowException("Training needs about " + mib(needed) + " MiB of memory, this machine has " + mib(total) +
				" MiB. Choose a smaller batch_size, image_size or backbone, or less augmentation.");
		if (needed > free)
			progress.message("Warning: training needs about " + mib(needed) + " MiB of memory, " + mib(free) +
				" MiB are free. End other programs, or choose a smaller batch_size or image_size, if it becomes slow or is ended.");
	}

	private static long mib(final long bytes) {
		return (bytes + MIB - 1) / MIB;
	}

	private static long total() {
		return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
	}

	/** What programs can still have; systems other than Linux only tell what nobody uses, not even for files. */
	private static long available() {
		try {
			for (final String line : Files.readAllLines(MEMINFO))
				if (line.startsWith(AVAILABLE))
					return Math.min(total(), 1024 * Long.parseLong(line.replaceAll("\\D", "")));
		}
		catch (final IOException e) {
			// not Linux
		}
		return total();
	}
}
