package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives the defective images of a category their masks, so that no mask belongs to two images: of several images that it
 * would fit, the one whose name and folder are nearer to it has it; where none is nearer, none has it.
 */
final class MaskClaims {

	/** What names in one place differ by at most, see {@link MaskIndex.Found}. */
	private static final int RANKS = 2;

	private static final int SHOWN = 3;

	private record Claim(Path image, String defect, MaskRule rule, List<Path> masks, int rank) {}

	private final List<Claim> claims = new ArrayList<>();

	/**
	 * Adds a defective image.
	 *
	 * @param places where its mask may be, the surest first
	 */
	void add(final Path image, final String defect, final MaskRule rule, final List<MaskPlaces.Place> places) {
		for (final MaskPlaces.Place place : places) {
			final Optional<MaskIndex.Found> found = place.masks().find(image);
			if (found.isPresent()) {
				add(image, defect, rule, found.get().masks(), RANKS * place.distance() + found.get().rank());
				return;
			}
		}
		add(image, defect, rule, List.of(), 0);
	}

	/** Adds a defective image whose masks are known. */
	void add(final Path image, final String defect, final MaskRule rule, final List<Path> masks, final int rank) {
		claims.add(new Claim(image, defect, rule, masks, rank));
	}

	boolean isEmpty() {
		return claims.isEmpty();
	}

	/**
	 * The images with their masks, in the order in which they were added.
	 *
	 * @param notes is told which masks several images share
	 */
	List<Sample> settle(final List<String> notes) {
		final Map<Path, List<Claim>> claimants = new HashMap<>();
		for (final Claim claim : claims)
			for (final Path mask : claim.masks())
				claimants.computeIfAbsent(mask, key -> new ArrayList<>()).add(claim);
		final Set<Path> shared = new HashSet<>();
		final List<Sample> samples = claims.stream().map(claim -> new Sample(claim.image(), Sample.Label.DEFECT, claim.defect(),
			claim.masks().stream().filter(mask -> has(claim, claimants.get(mask), shared, mask)).toList(), claim.rule())).toList();
		shared.stream().sorted().limit(SHOWN)
			.forEach(mask -> notes.add("The mask " + mask + " fits several images, " +
				claimants.get(mask).stream().map(claim -> claim.image().toString()).collect(Collectors.joining(" and ")) +
				", so none of them has it. Name it after the whole file name, for example " + claimants.get(mask).get(0).image().getFileName() +
				"_mask.png."));
		if (shared.size() > SHOWN)
			notes.add((shared.size() - SHOWN) + " more masks fit several images each, which none of them has.");
		return samples;
	}

	private static boolean has(final Claim claim, final List<Claim> rivals, final Set<Path> shared, final Path mask) {
		final int best = rivals.stream().mapToInt(Claim::rank).min().getAsInt();
		final boolean alone = rivals.stream().filter(rival -> rival.rank() == best).count() == 1;
		if (!alone)
			shared.add(mask);
		return alone && claim.rank() == best;
	}
}
