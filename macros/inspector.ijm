// For the inspector at the bench: judges the image that is open, says the verdict, and marks what was found.
//
// Argument: the model file. Without one the model's dialog asks, where there is a display.
//
// Command line:  bin/anomaly-flow macro FILE.ijm, where FILE.ijm opens an image and then runs this with runMacro(PATH, model)
// Fiji:          open an image, then Plugins > Macros > Run... with this file

model = getArgument();
title = getTitle();
if (model == "")
	run("Detect Anomalies...");
else
	run("Detect Anomalies...", "model_file=[" + model + "]");
if (model != "") {
	// the table of images is the Results table where there is no display
	if (isOpen("Anomaly images")) {
		decision = Table.getString("decision", 0, "Anomaly images");
		score = Table.get("score", 0, "Anomaly images");
	} else {
		decision = getResultString("decision", 0);
		score = getResult("score", 0);
	}
	print(title + ": " + decision + ", score " + score);
}
