import java.io.File;

import ij.IJ;
import ij.ImagePlus;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.OpenDetector;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.SliceDetection;

/**
 * For programs: opens a model once, judges images with it, and has what was found with its types.
 *
 * Arguments: the model file, then images. With the jars of target/app, or of a Fiji that has Anomaly Flow, as JARS:
 *
 * java -cp "JARS/*" macros/Judge.java part.aflow part.png
 */
public class Judge {

	public static void main(final String[] arguments) {
		try (OpenDetector detector = AnomalyFlow.open(new File(arguments[0]), "auto", "auto")) {
			for (int i = 1; i < arguments.length; i++)
				judge(detector, IJ.openImage(arguments[i]));
		}
	}

	private static void judge(final OpenDetector detector, final ImagePlus image) {
		final ImageDetection found = detector.detect(image, DetectionOptions.builder().build());
		final SliceDetection worst = found.worst();
		final double score = worst.reading().score();
		final String decision = worst.verdict().decision().label();
		final double pValue = worst.pValue().orElse(Double.NaN); // a model without calibration images has none
		final ImagePlus regions = found.labelImage();
		final Img<FloatType> heatmap = found.heatmapImg();
		System.out.println(image.getTitle() + ": " + decision + ", score " + score + ", p-value " + pValue + ", " +
			(int) regions.getStatistics().max + " regions, heatmap " + heatmap.dimension(0) + " x " + heatmap.dimension(1));
	}
}
