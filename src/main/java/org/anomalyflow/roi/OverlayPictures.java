package org.anomalyflow.roi;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ImageProcessor;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.PngStrips;
import org.anomalyflow.util.AtomicFiles;

/**
 * Pictures of slices with outlines drawn onto them, as the screen shows them, made strip by strip, so that neither a large
 * image nor a stack has to be copied.
 */
public final class OverlayPictures {

	/** Pixels of a strip. */
	private static final int STRIP = 1 << 22;

	private final ImageSlices source;
	private final int strip;

	/** @param source the slices that were judged */
	public OverlayPictures(final ImageSlices source) {
		this(source, STRIP);
	}

	/** @param strip how many pixels a strip has at most, if that is a row at least */
	OverlayPictures(final ImageSlices source, final int strip) {
		this.source = source;
		this.strip = strip;
	}

	/**
	 * Writes the picture of one slice as PNG.
	 *
	 * @param found its regions
	 * @throws org.anomalyflow.util.AnomalyFlowException if it cannot be written
	 */
	public void write(final SliceRegions found, final Path file) {
		final List<Roi> outlines = Overlays.rois(source, List.of(found));
		final List<ImageProcessor> channels = source.channelsOf(found.slice());
		final int rows = Math.max(1, strip / source.width());
		AtomicFiles.write(file, temporary -> {
			try (
				PngStrips png = new PngStrips(new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16), source.width(), source.height()))
			{
				for (int y = 0; y < source.height(); y += rows)
					png.add(picture(channels, y, Math.min(rows, source.height() - y), found.slice(), outlines));
			}
		});
	}

	private BufferedImage picture(final List<ImageProcessor> channels, final int first, final int rows, final int slice,
		final List<Roi> outlines)
	{
		final ImageStack stack = new ImageStack(source.width(), rows);
		for (final ImageProcessor channel : channels) {
			channel.setRoi(0, first, source.width(), rows);
			stack.addSlice(channel.crop());
			channel.resetRoi();
		}
		final ImagePlus image = shown(stack);
		final Overlay overlay = new Overlay();
		final Overlay own = source.source().getOverlay();
		if (own != null)
			for (final Roi roi : own)
				if (Overlays.isOn(roi, source, slice))
					add(roi, first, overlay);
		outlines.forEach(roi -> add(roi, first, overlay));
		image.setOverlay(overlay);
		return image.flatten().getBufferedImage();
	}

	/** The image with the colours and contrast of the source. */
	private ImagePlus shown(final ImageStack stack) {
		final ImagePlus origin = source.source();
		final ImagePlus image = new ImagePlus(source.name(), stack);
		if (origin instanceof CompositeImage && stack.size() > 1) {
			image.setDimensions(stack.size(), 1, 1);
			final CompositeImage composite = new CompositeImage(image, ((CompositeImage) origin).getMode());
			composite.copyLuts(origin);
			return composite;
		}
		if (origin.getBitDepth() != 24)
			image.setLut(origin.getProcessor().getLut());
		return image;
	}

	private static void add(final Roi roi, final int first, final Overlay overlay) {
		final Roi moved = (Roi) roi.clone();
		moved.setPosition(0);
		moved.setLocation(roi.getXBase(), roi.getYBase() - first);
		overlay.add(moved);
	}
}
