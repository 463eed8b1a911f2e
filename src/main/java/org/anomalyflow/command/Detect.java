package org.anomalyflow.command;

import java.io.File;

import ij.ImagePlus;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.evaluation.Outputs;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.roi.ResultTables;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** An image or stack in; heatmap, mask, annotated image and tables out. */
@Plugin(type = Command.class, name = "detect", menuPath = AnomalyCommand.MENU + Detect.LABEL, //
	headless = true, description = "Find anomalies in an image or stack: scores and decisions, heatmap, mask and outlined regions.")
public class Detect extends DetectionCommand {

	public static final String LABEL = "Detect Anomalies...";

	@Parameter(label = "Image", persist = false, description = "Image or stack to inspect; a file's path or a title in macros.")
	private ImagePlus image;

	@Parameter(label = "ROIs", persist = false, required = false, choices = { "overlay", "manager", "both", "none" }, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "Where the outlines of anomalous regions go; the ROI Manager needs a display.")
	private String rois = "overlay";

	@Parameter(label = "Label image", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "Also open the numbered regions as a 16-bit image, NAME-regions: at each pixel the number of its region in the table, 0 outside.")
	private boolean labels;

	@Parameter(label = "Output folder", style = "directory, new", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.MORE),
			@Attr(name = Presentation.UNTOUCHED, value = "nothing is written") }, //
		description = "Where pictures are written; made if it is not there. Empty writes none.")
	private File output_folder;

	@Parameter(label = "Write", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "What to write into the output folder: heatmaps, masks, labels, overlays, rois, joined by +; add ome-tiff or ome-zarr for heatmaps, masks and labels as OME-TIFF or OME-Zarr.")
	private String write = "labels";

	@Parameter(type = ItemIO.OUTPUT, label = "Heatmap")
	private Img<FloatType> heatmap;

	@Parameter(type = ItemIO.OUTPUT, label = "Mask")
	private Img<UnsignedByteType> mask;

	@Parameter(type = ItemIO.OUTPUT, label = "Annotated")
	private ImagePlus annotated;

	@Parameter(type = ItemIO.OUTPUT, label = "Regions")
	private ImagePlus regions;

	@Parameter(type = ItemIO.OUTPUT, label = "Score")
	private double score;

	@Parameter(type = ItemIO.OUTPUT, label = "Decision")
	private String decision;

	@Parameter(type = ItemIO.OUTPUT, label = "p-value")
	private Double p_value;

	@Parameter(type = ItemIO.OUTPUT, label = "Reason")
	private String reason;

	@Override
	protected void checkInputs() {
		detectionOptions(true).build();
		Outputs.ofOneImage(write);
	}

	@Override
	protected void execute() {
		final Outputs outputs = Outputs.ofOneImage(write);
		final ImageDetection result = new AnomalyFlow(device(), precision(), progress()).detectNext(image, modelFile(),
			detectionOptions(true).build());
		heatmap = result.heatmapImg();
		mask = result.maskImg();
		annotated = "overlay".equals(rois) || "both".equals(rois) ? result.annotatedImage() : result.plainImage();
		regions = result.labelImage();
		final SliceDetection worst = result.worst();
		score = worst.reading().score();
		decision = worst.verdict().decision().label();
		p_value = worst.pValue().isPresent() ? worst.pValue().getAsDouble() : null;
		reason = worst.verdict().reason();
		frontEnd().showTable(ResultTables.IMAGES_TITLE, ResultTables.images(result.imageRows()));
		frontEnd().showTable(ResultTables.REGIONS_TITLE, ResultTables.regions(result.regionRows()));
		frontEnd().showDetection(result, rois);
		if (labels)
			frontEnd().showLabels(result);
		if (output_folder != null && !output_folder.getPath().isBlank())
			outputs.write(result, output_folder.toPath()).forEach(file -> progress().message("Written: " + file));
	}
}
