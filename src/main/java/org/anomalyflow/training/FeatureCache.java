package org.anomalyflow.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.Tensors;
import org.anomalyflow.feature.FeatureStatistics;
import org.anomalyflow.model.DefectLabels;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/**
 * The features of all training images, computed once and read in every epoch; each augmented view counts as an image of
 * its own. They are kept in memory up to a limit, beyond it in a memory-mapped temporary file. Where the system allows it,
 * that file has no name any more once it is mapped, so that nothing stays behind whatever happens to the process.
 */
public final class FeatureCache implements FeatureSource, AutoCloseable {

	/** Above this many bytes, features go to a file. */
	public static final long DEFAULT_MEMORY = 2L << 30;
	/** This much of a disk is left free. */
	private static final long DISK_RESERVE = 1L << 30;

	private final List<Shape> shapes;
	private final FloatBuffer[] records;
	private final Path file;
	/** For each record and map which cells count; null for all, as a whole if no record has any that does not. */
	private boolean[][][] counted;
	/** For each record which cells of the finest map are defective; null without such. */
	private boolean[][] defective;
	/** The part that each record shows, where defects are learned. */
	private int[] parts;

	private FeatureCache(final List<Shape> shapes, final FloatBuffer[] records, final Path file) {
		this.shapes = shapes;
		this.records = records;
		this.file = file;
	}

	/**
	 * Makes room for the features of {@code images} images.
	 *
	 * @param shapes shape of each feature map of one image, [C, H, W]
	 * @param images how many images
	 * @param memory how many bytes may stay in memory
	 * @throws AnomalyFlowException if neither memory nor the temporary folder has room
	 */
	public static FeatureCache allocate(final List<Shape> shapes, final int images, final long memory) {
		final long recordBytes = Float.BYTES * shapes.stream().mapToLong(Shape::size).sum();
		final long bytes = Math.multiplyExact(recordBytes, (long) images);
		if (recordBytes > Integer.MAX_VALUE)
			throw new AnomalyFlowException(
				"The features of one image need " + recordBytes + " bytes, more than 2 GiB. Choose a smaller image_size.");
		final FloatBuffer[] records = new FloatBuffer[images];
		if (bytes <= memory) {
			for (int i = 0; i < images; i++)
				records[i] = ByteBuffer.allocateDirect((int) recordBytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
			return new FeatureCache(List.copyOf(shapes), records, null);
		}
		return new FeatureCache(List.copyOf(shapes), records, map(records, recordBytes));
	}

	private static Path map(final FloatBuffer[] records, final long recordBytes) {
		try {
			final Path file = Files.createTempFile("anomaly-flow-features", ".tmp");
			final long bytes = recordBytes * records.length;
			final long free = Files.getFileStore(file).getUsableSpace() - DISK_RESERVE;
			if (bytes > free) {
				Files.delete(file);
				throw new AnomalyFlowException("The features of " + records.length + " training images and augmented views need " + (bytes >> 20) +
					" MiB, but " + file.getParent() + " has room for " + (Math.max(free, 0) >> 20) +
					" MiB. Choose a smaller image_size, fewer images, less " + "augmentation, or another folder with -Djava.io.tmpdir=FOLDER.");
			}
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
				// as few mappings as possible, because systems limit their number
				final int together = (int) (Integer.MAX_VALUE / recordBytes);
				for (int first = 0; first < records.length; first += together)
					map(records, first, Math.min(together, records.length - first), (int) recordBytes, channel);
			}
			deleteOrLater(file);
			return file;
		}
		catch (final IOException e) {
			throw new AnomalyFlowException(
				"Cannot keep features in a temporary file: " + Messages.reason(e) + ". Choose another folder with -Djava.io.tmpdir=FOLDER.", e);
		}
	}

	private static void map(final FloatBuffer[] records, final int first, final int count, final int recordBytes, final FileChannel channel)
		throws IOException
	{
		final ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, (long) first * recordBytes, (long) count * recordBytes);
		for (int i = 0; i < count; i++)
			records[first + i] = mapped.slice(i * recordBytes, recordBytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
	}

	/** How many images there are. */
	public int size() {
		return records.length;
	}

	/** Whether the features lie in a file. */
	boolean isMapped() {
		return file != null;
	}

	/**
	 * Stores the features of one image.
	 *
	 * @param image 0 to size() - 1
	 * @param features its maps, each [1, C, H, W]
	 */
	public void put(final int image, final NDList features) {
		final FloatBuffer record = records[image].duplicate();
		for (int i = 0; i < shapes.size(); i++) {
			if (features.get(i).size() != shapes.get(i).size())
				throw new AnomalyFlowException("Feature map " + i + " has shape " + features.get(i).getShape() + ", expected " + shapes.get(i));
			record.put(features.get(i).toFloatArray());
		}
	}

	/**
	 * Notes that only a part of an image counts.
	 *
	 * @param image 0 to size() - 1
	 * @param cells for each map which cells, row by row
	 */
	void limit(final int image, final List<boolean[]> cells) {
		if (counted == null)
			counted = new boolean[records.length][][];
		counted[image] = cells.toArray(new boolean[0][]);
	}

	/**
	 * Notes where an image has a painted defect, in a training that learns from such.
	 *
	 * @param image 0 to size() - 1
	 * @param part the part that it shows
	 * @param cells which cells of the finest map are defective, row by row
	 */
	void label(final int image, final int part, final boolean[] cells) {
		if (defective == null) {
			defective = new boolean[records.length][];
			parts = new int[records.length];
		}
		defective[image] = cells;
		parts[image] = part;
	}

	@Override
	public Optional<DefectLabels> labels(final NDManager scope, final int... images) {
		if (defective == null)
			return Optional.empty();
		final Shape finest = shapes.get(0);
		final int cells = (int) (finest.get(1) * finest.get(2));
		final float[] masks = new float[images.length * cells];
		for (int i = 0; i < masks.length; i++)
			masks[i] = defective[images[i / cells]][i % cells] ? 1 : 0;
		return Optional.of(new DefectLabels(Tensors.toEngine(scope, masks, images.length, finest.get(1), finest.get(2)),
			Arrays.stream(images).map(image -> parts[image]).toArray(), Optional.empty()));
	}

	@Override
	public Optional<NDList> counted(final NDManager scope, final int... images) {
		if (counted == null)
			return Optional.empty();
		final NDList all = new NDList();
		for (int map = 0; map < shapes.size(); map++) {
			final Shape shape = shapes.get(map);
			final int cells = (int) (shape.get(1) * shape.get(2));
			final float[] weights = new float[images.length * cells];
			for (int i = 0; i < weights.length; i++) {
				final boolean[][] own = counted[images[i / cells]];
				weights[i] = own == null || own[map][i % cells] ? 1 : 0;
			}
			all.add(Tensors.toEngine(scope, weights, images.length, shape.get(1), shape.get(2)));
		}
		return Optional.of(all);
	}

	@Override
	public NDList batch(final NDManager scope, final int... images) {
		return batch(scope, (map, values) -> {
			// as they are
		}, images);
	}

	/**
	 * The same features, brought to a common scale while they are read.
	 *
	 * @param statistics as {@link FeatureStatistics} has them
	 */
	public FeatureSource standardised(final Map<String, HostTensor> statistics) {
		return new FeatureSource() {

			@Override
			public NDList batch(final NDManager scope, final int... images) {
				return FeatureCache.this.batch(scope,
					(map, values) -> FeatureStatistics.standardise(values, map, statistics, (int) shapes.get(map).slice(1).size()), images);
			}

			@Override
			public Optional<NDList> counted(final NDManager scope, final int... images) {
				return FeatureCache.this.counted(scope, images);
			}

			@Override
			public Optional<DefectLabels> labels(final NDManager scope, final int... images) {
				return FeatureCache.this.labels(scope, images);
			}
		};
	}

	/** What is done to the values of a map of a batch. */
	@FunctionalInterface
	private interface Change {

		void apply(int map, float[] values);
	}

	private NDList batch(final NDManager scope, final Change change, final int... images) {
		final NDList batch = new NDList();
		int start = 0;
		for (int map = 0; map < shapes.size(); map++) {
			final int length = (int) shapes.get(map).size();
			final float[] values = new float[Math.multiplyExact(length, images.length)];
			for (int i = 0; i < images.length; i++)
				records[images[i]].duplicate().position(start).get(values, i * length, length);
			change.apply(map, values);
			batch.add(Tensors.toEngine(scope, values, new Shape(images.length).addAll(shapes.get(map)).getShape()));
			start += length;
		}
		return batch;
	}

	@Override
	public void close() {
		if (file != null)
			deleteOrLater(file);
	}

	private static void deleteOrLater(final Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			// Some systems cannot delete a mapped file.
			file.toFile().deleteOnExit();
		}
	}
}
