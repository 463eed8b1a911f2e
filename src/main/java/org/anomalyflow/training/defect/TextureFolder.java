package org.anomalyflow.training.defect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.dataset.ImageReading;
import org.anomalyflow.image.Fingerprint;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.PilResize;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/** Pictures of surfaces, such as the Describable Textures Dataset, with which defects are painted. All are read once and kept small. */
public final class TextureFolder {

	/** More tell hardly more. */
	private static final int MOST = 200;

	private final List<PlanarImage> pictures = new ArrayList<>();
	private final String checksum;

	/**
	 * Reads the pictures of a folder and of those below; of more than 200, so many that are spread over all.
	 *
	 * @param folder where they are
	 * @param side to which they are resized, in pixels
	 * @param progress told which cannot be read
	 * @throws InvalidParameterException if there are none
	 */
	public TextureFolder(final Path folder, final int side, final Progress progress) {
		final List<Path> files = ImageFolder.list(folder, true).images();
		final List<String> fingerprints = new ArrayList<>();
		final ImageReading reading = new ImageReading(progress);
		final int count = Math.min(MOST, files.size());
		for (int i = 0; i < count; i++)
			reading.read(files.get((int) ((long) i * files.size() / count))).map(slices -> slices.get(1).image()).ifPresent(picture -> {
				fingerprints.add(Fingerprint.of(picture));
				pictures.add(PilResize.resize(picture, side, side));
			});
		if (pictures.isEmpty())
			throw new InvalidParameterException("textures", folder, "a folder with pictures, or auto for the good images themselves");
		checksum = Digests.sha256(String.join("\n", fingerprints));
	}

	/** What the pictures are, in hexadecimal. */
	public String checksum() {
		return checksum;
	}

	/** How many pictures there are. */
	public int size() {
		return pictures.size();
	}

	/** Planes from 0 to 1 of a picture that is drawn at random, one or three. */
	float[][] draw(final int side, final int channels, final SplittableRandom random) {
		final PlanarImage picture = PilResize.resize(pictures.get(random.nextInt(pictures.size())), side, side);
		final IntensityRange own = IntensityRange.of(picture);
		final float[][] planes = new float[channels][side * side];
		for (int c = 0; c < picture.channels(); c++)
			for (int i = 0; i < side * side; i++) {
				final float value = own.scale(picture.value(c, i % side, i / side));
				if (channels == 1)
					planes[0][i] += value / picture.channels();
				else if (picture.channels() == 1)
					for (final float[] plane : planes)
						plane[i] = value;
				else
					planes[c][i] = value;
			}
		return planes;
	}
}
