package org.anomalyflow.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The workers of this executor. Each belongs to one task at a time, whichever thread that has: Spark makes new threads as it
 * likes, so that what is kept for a thread would be loaded again and again. There are never more workers than tasks at once.
 */
final class WorkerPool {

	/** The one of this process. */
	static final WorkerPool OF_PROCESS = new WorkerPool();

	private final Map<String, Deque<Worker>> idle = new HashMap<>();
	private final AtomicInteger opened = new AtomicInteger();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(OF_PROCESS::close, "anomaly-flow-workers"));
	}

	/**
	 * A worker, to be given back.
	 *
	 * @param job what it is for
	 * @param device where it computes
	 */
	Worker take(final Job job, final String device) {
		synchronized (this) {
			final Deque<Worker> free = idle.get(key(job, device));
			if (free != null && !free.isEmpty())
				return free.pop();
			// those of another job are not coming back
			idle.entrySet().removeIf(entry -> {
				if (entry.getKey().startsWith(job.key()))
					return false;
				entry.getValue().forEach(Worker::close);
				return true;
			});
		}
		opened.incrementAndGet();
		return job.open(device);
	}

	/** Gives a worker back for the next task. */
	synchronized void giveBack(final Job job, final String device, final Worker worker) {
		idle.computeIfAbsent(key(job, device), key -> new ArrayDeque<>()).push(worker);
	}

	private static String key(final Job job, final String device) {
		return job.key() + "|" + device;
	}

	/** How many workers were opened so far. */
	int opened() {
		return opened.get();
	}

	/** Closes those that are not in use. */
	synchronized void close() {
		idle.values().forEach(free -> free.forEach(Worker::close));
		idle.clear();
	}
}
