package org.anomalyflow.calibration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.inference.TileOverlap;

/** What a model has read of good and defective images: all that thresholds are set and tried with. */
public final class CalibrationImages {

	/**
	 * One image.
	 *
	 * @param file where it is
	 * @param slice its number in the file, from 1
	 * @param defective what the user says that it is
	 * @param score of the image, of tiles the highest
	 * @param learned whether the model was trained on it
	 */
	public record Seen(Path file, int slice, boolean defective, float score, boolean learned) {}

	private final NewImages good;
	private final List<Seen> seen;
	private final OptionalInt tile;
	private final int tiles;

	/**
	 * @param good what was read of the good ones
	 * @param seen all of them
	 * @param tile side of the tiles in pixels; empty for whole images
	 * @param tiles in how many tiles a good image was read
	 */
	CalibrationImages(final NewImages good, final List<Seen> seen, final OptionalInt tile, final int tiles) {
		this.good = good;
		this.seen = List.copyOf(seen);
		this.tile = tile;
		this.tiles = tiles;
	}

	/** A model for images that are cut like these. */
	ModelBundle cut(final ModelBundle bundle) {
		return cut(bundle, tile);
	}

	static ModelBundle cut(final ModelBundle bundle, final OptionalInt tile) {
		final Integer own = bundle.info().preprocessing().tile();
		return tile.isEmpty() || own != null && own == tile.getAsInt()
			? bundle
			: bundle.withTile(tile.getAsInt(), TileOverlap.of(bundle.info()));
	}

	NewImages good() {
		return good;
	}

	/** Whether there are good images among them. */
	boolean hasGood() {
		return !good.isEmpty();
	}

	/** The good ones as a model file holds them; images that the model was trained on are left out where there are others. */
	CalibrationData data() {
		return tile.isPresent() ? good.data().withTiles(tiles) : good.data();
	}

	/** The same, whose regions are those that are marked when the model's rules of places leave some out. */
	CalibrationData dataOfPlaces() {
		return good.dataOfPlaces();
	}

	/** The images that count: without those that the model was trained on where there are others. */
	public List<Seen> seen() {
		return seen.stream().filter(image -> image.defective() || !image.learned() || !good.isFresh()).toList();
	}

	/** Scores of the defective ones. */
	public List<Float> defectScores() {
		return seen.stream().filter(Seen::defective).map(Seen::score).toList();
	}

	/** What is to know about the good ones. */
	List<String> notes() {
		final List<String> notes = new ArrayList<>();
		good.tell(notes);
		return notes;
	}
}
