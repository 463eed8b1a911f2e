package org.anomalyflow.inference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

import ij.ImagePlus;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.ResultImages;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.roi.ImageRow;
import org.anomalyflow.roi.Overlays;
import org.anomalyflow.roi.RegionLabels;
import org.anomalyflow.roi.RegionRow;
import org.anomalyflow.roi.SliceRegions;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.threshold.ImageThresholds;

/**
 * The verdict on an image or stack, slice by slice, and everything that is made of it.
 *
 * @param source the slices that were read
 * @param slices one verdict per slice, in order
 * @param thresholds the image thresholds in use
 * @param pixelThreshold the threshold of the masks in use
 * @param display the heat of the first and last colour, fixed for the model
 * @param comparable whether the scores can be compared with those behind the model's thresholds: not if the image was read
 *          in more tiles
 */
public record ImageDetection(ImageSlices source, List<SliceDetection> slices, ImageThresholds thresholds, double pixelThreshold,
	DisplayRange display, boolean comparable)
{

	public ImageDetection {
		slices = List.copyOf(slices);
	}

	/** Raw pixel scores: [width, height], or [width, height, slices]. */
	public Img<FloatType> heatmapImg() {
		return ResultImages.heatmapImg(heatmaps(), source.width(), source.height());
	}

	/** 255 where anomalous, else 0; axes as {@link #heatmapImg()}. */
	public Img<UnsignedByteType> maskImg() {
		return ResultImages.maskImg(masks(), source.width(), source.height(), isInFile());
	}

	/** The heatmap as a 32-bit image with the source's calibration, dimensions and labels. */
	public ImagePlus heatmapImage() {
		return ResultImages.heatmap(source, heatmaps(), display.low(), display.high());
	}

	/** The mask as an 8-bit image with the source's calibration, dimensions and labels. */
	public ImagePlus maskImage() {
		return ResultImages.mask(source, masks(), isInFile());
	}

	/** A copy of the source with the outlines of the regions in its overlay. */
	public ImagePlus annotatedImage() {
		return Overlays.annotate(source, regions());
	}

	/** A copy of the source with its own overlay only. */
	public ImagePlus plainImage() {
		return Overlays.annotate(source, List.of());
	}

	/** The numbers of the regions as a 16-bit image with the source's calibration, dimensions and labels; 0 outside. */
	public ImagePlus labelImage() {
		return RegionLabels.of(source, regions(), isInFile());
	}

	/** The verdict that counts for the whole: that of the slice with the gravest decision, and of those the highest score. */
	public SliceDetection worst() {
		return Collections.max(slices,
			Comparator.comparing((SliceDetection slice) -> slice.verdict().decision()).thenComparing(slice -> slice.reading().score()));
	}

	/** The regions of each slice. */
	public List<SliceRegions> regions() {
		return slices.stream().map(slice -> new SliceRegions(slice.slice(), slice.verdict().decision().label(), slice.regions())).toList();
	}

	/** One table row per slice. */
	public List<ImageRow> imageRows() {
		final List<ImageRow> rows = new ArrayList<>();
		final String unit = source.calibration().getUnit();
		for (int i = 0; i < slices.size(); i++) {
			final SliceDetection slice = slices.get(i);
			rows.add(ImageRow.of(source.name(), regions().get(i), slice.reading().score(), unit, slice.max(), slice.seconds(), slice.pValue(),
				thresholds, slice.verdict().reason(), pixelThreshold, source.shortLabel(slice.slice())));
		}
		return rows;
	}

	/** One table row per region. */
	public List<RegionRow> regionRows() {
		final List<RegionRow> rows = new ArrayList<>();
		regions().forEach(found -> rows.addAll(RegionRow.of(source.name(), found, source.shortLabel(found.slice()))));
		return rows;
	}

	private List<ScorePlane> heatmaps() {
		return slices.stream().map(slice -> slice.reading().heat()).toList();
	}

	private List<PixelRuns> masks() {
		return slices.stream().map(SliceDetection::mask).toList();
	}

	/** Whether results are so large that they lie in temporary files. */
	private boolean isInFile() {
		return slices.stream().anyMatch(slice -> slice.reading().heat().isInFile());
	}
}
