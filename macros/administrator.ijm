// For the administrator: looks after a model in use. Tells what is installed, sets the thresholds again for another false-alarm
// rate from the scores that the model file keeps, tells how they do on new good images, and describes the model.
//
// Argument: model_file;rate, or model_file;rate;good_images
//
// Command line:  bin/anomaly-flow macro macros/administrator.ijm "part.aflow;0.05;/data/new good parts"

setting = split(getArgument(), ";");
model = "model_file=[" + setting[0] + "]";
run("Anomaly Engine and Weights...", "action=status");
run("Calibrate Anomaly Model...", model + " kept_scores=true false_alarm_rate=" + setting[1]);
if (setting.length > 2)
	run("Tune Anomaly Thresholds...", model + " good_images=[" + setting[2] + "]");
run("Anomaly Model Info...", model);
