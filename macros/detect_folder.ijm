// Finds anomalies in all images of a folder and writes tables and pictures.
//
// Argument: the parameters of "Detect Anomalies in Folder...", key=value, values with spaces in brackets:
//   input_folder   the images
//   output_folder  where images.csv, regions.csv and the pictures go
//   model_file     a trained model, NAME.aflow
//   and, if wanted, write, recursive, image_threshold, pixel_threshold, min_area, smoothing, resume, ...
// Without an argument the dialog asks, where there is a display.
//
// Command line:  bin/anomaly-flow macro macros/detect_folder.ijm "input_folder=new output_folder=found model_file=parts.aflow"
// Fiji:          fiji --headless -macro macros/detect_folder.ijm "input_folder=new output_folder=found model_file=parts.aflow"

options = getArgument();
if (options == "")
	run("Detect Anomalies in Folder...");
else
	run("Detect Anomalies in Folder...", options);
