// Measures all detectors that are installed on all categories of a data set, on one or more backbones, and writes one report:
// quality beside published numbers, false alarms and misses, times, memory, ranks.
//
// Argument: the parameters of "Compare Anomaly Detectors...", key=value, values with spaces in brackets:
//   dataset        folder of a data set or of one category; left out: sample-data in the current folder, or, if that is not
//                  there, fresh sample data, with image_size=160 and epochs=10 unless they are given; MemSeg would take 50
//   output_folder  where everything goes; left out: anomaly-flow-comparison in the current folder
//   and, if wanted, categories, model, backbones, seeds, epochs, epochs_on_networks, image_size, protocol, device, precision, ...
// A comparison that was interrupted goes on where it stopped when it is started again.
//
// Command line:  bin/anomaly-flow macro macros/compare_detectors.ijm
//                bin/anomaly-flow macro macros/compare_detectors.ijm "dataset=/data/mvtec backbones=resnet18 seeds=42,43,44"
// Fiji:          fiji --headless -macro macros/compare_detectors.ijm "dataset=/data/mvtec backbones=resnet18 seeds=42,43,44"

options = getArgument();
if (indexOf(" " + options, " output_folder=") < 0)
	options = options + " output_folder=anomaly-flow-comparison";
if (indexOf(" " + options, " dataset=") < 0) {
	dataset = "sample-data";
	if (!File.exists(dataset)) {
		dataset = "anomaly-flow-comparison/sample-data";
		run("Make Anomaly Sample Data...", "save_to=" + dataset);
	}
	options = options + " dataset=" + dataset;
	// the sample images' own size, and enough epochs for their structures (docs/filter-bank.md)
	if (indexOf(" " + options, " image_size=") < 0)
		options = options + " image_size=160";
	if (indexOf(" " + options, " epochs=") < 0)
		options = options + " epochs=10";
}
run("Compare Anomaly Detectors...", options);
