package org.anomalyflow.command;

import ij.ImagePlus;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

import org.anomalyflow.AnomalyFlow;
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
	}

	@Override
	protected void execute() {
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
	}
}
