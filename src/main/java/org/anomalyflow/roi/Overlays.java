package org.anomalyflow.roi;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.ResultImages;
import org.anomalyflow.image.ResultMark;
import org.anomalyflow.util.AnomalyFlowException;

/** Draws region outlines onto copies of images, as ImageJ overlays. Works without a display. */
public final class Overlays {

	private static final Color PASS = new Color(0x2ca02c);
	private static final Color REVIEW = new Color(0xff9f0e);
	private static final Color REJECT = new Color(0xff2020);

	private Overlays() {}

	/**
	 * The stroke colour of a decision: green for {@code pass}, orange for {@code review}, red for {@code reject}.
	 *
	 * @throws AnomalyFlowException for any other word
	 */
	public static Color color(final String decision) {
		switch (decision) {
			case "pass" :
				return PASS;
			case "review" :
				return REVIEW;
			case "reject" :
				return REJECT;
			default :
				throw new AnomalyFlowException("There is no decision " + decision + "; there are pass, review and reject");
		}
	}

	/**
	 * The outlines as ROIs named {@code <slice>-<region>} in the colour of the decision. In a stack they are positioned on
	 * their slice, in a hyperstack on channel (0 = all if merged), z and t; in a single image they have no position.
	 * Their properties are {@code decision}, {@code region}, {@code area_px}, {@code mean} and {@code max}.
	 */
	public static List<Roi> rois(final ImageSlices source, final List<SliceRegions> found) {
		final List<Roi> rois = new ArrayList<>();
		for (final SliceRegions slice : found)
			for (final Region region : slice.regions()) {
				final Roi roi = region.outline();
				roi.setName(slice.slice() + "-" + region.number());
				roi.setStrokeColor(color(slice.decision()));
				describe(roi, slice, region);
				setPosition(roi, source, slice.slice());
				rois.add(roi);
			}
		return rois;
	}

	/** What the ROI Manager and scripts can read of it ({@code Roi.getProperty}); written into ROI files, too. */
	private static void describe(final Roi roi, final SliceRegions slice, final Region region) {
		roi.setProperty("decision", slice.decision());
		roi.setProperty("region", Integer.toString(region.number()));
		roi.setProperty("area_px", Integer.toString(region.areaPx()));
		roi.setProperty("mean", Double.toString(region.mean()));
		roi.setProperty("max", Double.toString(region.max()));
	}

	private static void setPosition(final Roi roi, final ImageSlices source, final int slice) {
		final int[] position = source.position(slice);
		if (source.source().isHyperStack())
			roi.setPosition(position[0], position[1], position[2]);
		else if (source.count() > 1)
			roi.setPosition(slice);
		else
			roi.setPosition(0);
	}

	/** Whether a ROI belongs to a slice, by its position; without one it belongs to all. */
	static boolean isOn(final Roi roi, final ImageSlices source, final int slice) {
		if (!roi.hasHyperStackPosition())
			return isOn(roi.getPosition(), slice);
		final int[] position = source.position(slice);
		return isOn(roi.getCPosition(), Math.max(1, position[0])) && isOn(roi.getZPosition(), position[1]) &&
			isOn(roi.getTPosition(), position[2]);
	}

	private static boolean isOn(final int wanted, final int actual) {
		return wanted == 0 || wanted == actual;
	}

	/**
	 * A copy of the source with the outlines in its overlay. Title {@code <title>-annotated}; calibration, dimensions,
	 * labels, display and the source's own overlay are kept, its selection is not.
	 */
	public static ImagePlus annotate(final ImageSlices source, final List<SliceRegions> found) {
		final ImagePlus copy = copy(source.source());
		copy.setTitle(ResultImages.baseName(source.name()) + "-annotated");
		final Overlay existing = source.source().getOverlay();
		final Overlay overlay = existing == null ? new Overlay() : existing.duplicate();
		rois(source, found).forEach(overlay::add);
		copy.setOverlay(overlay);
		ResultMark.put(copy, source.source());
		return copy;
	}

	/** A whole copy; ImageJ's own duplicate would cut it to the user's selection. */
	private static ImagePlus copy(final ImagePlus source) {
		final ImageStack from = source.getStack();
		final ImageStack to = new ImageStack(source.getWidth(), source.getHeight());
		for (int i = 1; i <= from.getSize(); i++)
			to.addSlice(from.getSliceLabel(i), from.getProcessor(i).duplicate());
		final ImagePlus copy = source.createImagePlus();
		copy.setStack(to);
		copy.setDimensions(source.getNChannels(), source.getNSlices(), source.getNFrames());
		copy.setOpenAsHyperStack(source.isHyperStack());
		if (source.isComposite()) {
			final CompositeImage composite = new CompositeImage(copy, ((CompositeImage) source).getMode());
			composite.copyLuts(source);
			return composite;
		}
		if (source.getBitDepth() != 24)
			copy.setLut(source.getProcessor().getLut());
		return copy;
	}
}
