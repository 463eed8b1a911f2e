package org.anomalyflow.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** Explains the measures in plain words. */
final class ReadingSection {

	private static final Map<String, String> WORDS = new LinkedHashMap<>();

	static {
		WORDS.put("Image score",
			"One number for each image: the higher, the less it looks like the good images the model has learned " + "from.");
		WORDS.put("Review, reject",
			"Below the lower threshold an image passes, from the upper one on it is rejected, between them a " +
				"person decides. Unless the sentence beside a threshold says otherwise, it was set with good images only, before " +
				"any defect was seen, as it would be on a production line.");
		WORDS.put("False alarms (good rejected)",
			"The share of good images that were rejected. A promised rate holds for new good images that are like" +
				" the ones the threshold was set with.");
		WORDS.put("Defects passed, for review",
			"A defective image that passes is lost; one that went to review is not, a person sees it. The miss rate of the " +
				"tables counts both as not rejected.");
		WORDS.put("AUROC", "The chance that a defective image (or pixel) scores higher than a good one, whatever the threshold: " +
			"1 is perfect, 0.5 is guessing.");
		WORDS.put("AP, precision and recall",
			"Precision: how many of the alarms are real. Recall: how many of the defects raise one. Average " +
				"precision sums both up over all thresholds; it is strict where defects are rare, as defect pixels " + "are.");
		WORDS.put("F1 and F1-max",
			"F1 weighs precision and recall equally. At the threshold it tells what to expect in use. F1-max " +
				"takes the threshold that suits the test images best: an oracle, which has seen the answers and which" +
				" no real inspection can reach for sure.");
		WORDS.put("AUPRO", "How much of each true defect region is covered, small regions counting as much as large ones, " +
			"averaged over pixel false-alarm rates up to 0.3 (or the stricter 0.05).");
		WORDS.put("95 % interval",
			"With other test images of the same kind the value would likely lie in this range. Few images make it" +
				" wide. It does not tell how training with another seed would differ. Where every defective image scores " +
				"above every good one it shrinks to a point, which is no proof of perfection.");
		WORDS.put(Numbers.UNDEFINED, "The data do not define this value, for example pixel measures without masks.");
	}

	private ReadingSection() {}

	static void write(final Html html) {
		html.open("section", "id", "reading").open("details", "open", "open").open("summary").element("h2", "What the measures mean").close()
			.open("dl", "class", "words");
		WORDS.forEach((word, meaning) -> html.open("div").element("dt", word).element("dd", meaning).close());
		html.close().close().close();
	}
}
