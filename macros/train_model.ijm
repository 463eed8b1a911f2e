// Trains a model on good images and sets its thresholds.
//
// Argument: the parameters of "Train Anomaly Model...", key=value, values with spaces in brackets:
//   good_images  folder of good images, or a category folder with train/good or train/ok
//   save_to      the model file to write, NAME.aflow
//   and, if wanted, model, backbone, image_size, epochs, batch_size, seed, false_alarm_rate, resume, ...
// Without an argument the dialog asks, where there is a display.
//
// Command line:  bin/anomaly-flow macro macros/train_model.ijm "good_images=[my parts/good] save_to=parts.aflow"
// Fiji:          fiji --headless -macro macros/train_model.ijm "good_images=[my parts/good] save_to=parts.aflow"

options = getArgument();
if (options == "")
	run("Train Anomaly Model...");
else
	run("Train Anomaly Model...", options);
