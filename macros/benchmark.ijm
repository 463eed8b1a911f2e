// Measures all detectors on all categories of a data set: one row of metrics.csv per category, detector and seed.
//
// Argument: the parameters of "Evaluate Anomaly Dataset...", key=value, values with spaces in brackets:
//   dataset        folder of the data set, for example MVTec AD, VisA, BTAD, KolektorSDD2 or Magnetic Tile Defects
//   output_folder  where everything goes; left out: anomaly-flow-benchmark in the current folder
//   model          detectors, separated by commas; left out: cs-flow,danflow
//   and, if wanted, categories, seeds, backbone, epochs, device, precision, ...
// A benchmark that was interrupted goes on where it stopped when it is started again.
//
// Command line:  bin/anomaly-flow macro macros/benchmark.ijm "dataset=/data/mvtec seeds=42,43,44"
// Fiji:          fiji --headless -macro macros/benchmark.ijm "dataset=/data/mvtec seeds=42,43,44"

options = getArgument();
if (indexOf(" " + options, " dataset=") < 0)
	exit("Give the data set as the macro's argument, for example dataset=[/data/mvtec]");
if (indexOf(" " + options, " output_folder=") < 0)
	options = options + " output_folder=anomaly-flow-benchmark";
if (indexOf(" " + options, " model=") < 0)
	options = options + " model=cs-flow,danflow";
if (indexOf(" " + options, " write=") < 0)
	options = options + " write=tables";
run("Evaluate Anomaly Dataset...", options);
