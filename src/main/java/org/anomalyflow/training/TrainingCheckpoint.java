package org.anomalyflow.training;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.engine.Parameters;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.tensorfile.SafeTensorsWriter;
import org.anomalyflow.tensorfile.TensorSource;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Messages;

/**
 * The state of an unfinished training in a file: parameters, moments, losses. It is written after every epoch, except
 * that writing takes at most a tenth of the time: large models save less often.
 */
public final class TrainingCheckpoint {

	private static final String FINGERPRINT = "fingerprint";
	private static final String STEPS = "steps";
	private static final String LOSSES = "losses";
	private static final int LEAST_PAUSE_IN_SAVES = 9;

	private final Path file;
	private final String fingerprint;
	private long lastSaved;
	private long lastDuration;

	/**
	 * @param file where it is kept
	 * @param fingerprint what settings and data it belongs to: a training goes on only from an equal one
	 * @param resume whether to go on from what the file holds; otherwise it is forgotten
	 */
	public TrainingCheckpoint(final Path file, final String fingerprint, final boolean resume) {
		this.file = file;
		this.fingerprint = fingerprint;
		if (!resume)
			delete();
	}

	/** Forgets the state, because training is finished. */
	public void delete() {
		try {
			Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot delete " + file + ": " + Messages.reason(e), e);
		}
	}

	/**
	 * Goes back to the saved state, if there is one.
	 *
	 * @throws AnomalyFlowException if it belongs to other settings or images, or is damaged
	 */
	void restore(final Parameters parameters, final Optimisers optimisers, final List<Float> losses) {
		if (!Files.exists(file))
			return;
		try (SafeTensors saved = SafeTensors.open(file)) {
			final Map<String, String> metadata = saved.metadata();
			if (!fingerprint.equals(metadata.get(FINGERPRINT)))
				throw new AnomalyFlowException("The unfinished training in " + file +
					" was started with other settings or other images. Repeat it with the same ones, or start anew with resume=false.");
			parameters.load(saved.tensors());
			optimisers.restore(saved.tensors(), metadata.get(STEPS));
			for (final String loss : metadata.get(LOSSES).split(","))
				losses.add(Float.valueOf(loss));
		}
	}

	void save(final Parameters parameters, final Optimisers optimisers, final List<Float> losses) {
		final long start = System.nanoTime();
		if (start - lastSaved < LEAST_PAUSE_IN_SAVES * lastDuration)
			return;
		final SortedMap<String, TensorSource> tensors = parameters.sources();
		tensors.putAll(optimisers.sources());
		final SortedMap<String, String> metadata = new TreeMap<>();
		metadata.put(FINGERPRINT, fingerprint);
		metadata.put(STEPS, optimisers.steps());
		metadata.put(LOSSES, String.join(",", losses.stream().map(String::valueOf).toList()));
		AtomicFiles.writeUnsynced(file, temporary -> {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
				new SafeTensorsWriter(tensors, metadata).write(out);
			}
		});
		lastSaved = System.nanoTime();
		lastDuration = lastSaved - start;
	}
}
