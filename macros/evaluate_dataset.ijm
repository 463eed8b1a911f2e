// Trains a model for each category of a data set, measures it on the test images and writes tables, heatmaps and overlays.
//
// Argument: the parameters of "Evaluate Anomaly Dataset...", key=value, values with spaces in brackets:
//   dataset        folder of a data set or of one category; left out: sample-data in the current folder, or, if that is not
//                  there, fresh sample data, with PatchCore and both flows and image_size=160 unless they are given
//   output_folder  where everything goes; left out: anomaly-flow-results in the current folder
//   and, if wanted, categories, model, model_file, seeds, epochs, image_size, write, resume, ...
//
// Command line:  bin/anomaly-flow macro macros/evaluate_dataset.ijm
//                bin/anomaly-flow macro macros/evaluate_dataset.ijm "dataset=[/data/my parts] output_folder=results"
// Fiji:          fiji --headless -macro macros/evaluate_dataset.ijm "dataset=[/data/my parts] output_folder=results"

options = getArgument();
if (indexOf(" " + options, " output_folder=") < 0)
	options = options + " output_folder=anomaly-flow-results";
if (indexOf(" " + options, " dataset=") < 0) {
	dataset = "sample-data";
	if (!File.exists(dataset)) {
		dataset = "anomaly-flow-results/sample-data";
		run("Make Anomaly Sample Data...", "save_to=" + dataset);
	}
	options = options + " dataset=" + dataset;
	if (indexOf(" " + options, " model=") < 0)
		options = options + " model=patchcore,cs-flow,danflow";
	// the sample images' own size: larger ones show no more, and take longer
	if (indexOf(" " + options, " image_size=") < 0)
		options = options + " image_size=160";
}
run("Evaluate Anomaly Dataset...", options);
