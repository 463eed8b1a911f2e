// For the one who writes batches: judges every folder of a day and appends one line for each to a table.
//
// Argument: model_file;root;table.csv, where root has one folder of images for each lot.
// Results of a lot are in root/LOT-anomalies.
//
// Command line:  bin/anomaly-flow macro macros/batch_writer.ijm "part.aflow;/data/today;/data/today.csv"

setting = split(getArgument(), ";");
model = setting[0];
root = setting[1];
table = setting[2];
if (!File.exists(table))
	File.append("lot,images,rejected,review", table);
lots = getFileList(root);
for (i = 0; i < lots.length; i++) {
	if (!endsWith(lots[i], "/") || endsWith(lots[i], "-anomalies/"))
		continue;
	lot = substring(lots[i], 0, lengthOf(lots[i]) - 1);
	output = root + "/" + lot + "-anomalies";
	run("Detect Anomalies in Folder...", "input_folder=[" + root + "/" + lot + "] output_folder=[" + output +
		"] model_file=[" + model + "] write=tables");
	rows = split(File.openAsString(output + "/images.csv"), "\n");
	columns = split(rows[0], ",");
	for (c = 0; c < columns.length; c++)
		if (columns[c] == "decision")
			column = c;
	rejected = 0;
	review = 0;
	for (r = 1; r < rows.length; r++) {
		cells = split(rows[r], "(,)");
		if (cells[column] == "reject")
			rejected++;
		if (cells[column] == "review")
			review++;
	}
	File.append(lot + "," + (rows.length - 1) + "," + rejected + "," + review, table);
	print(lot + ": " + rejected + " of " + (rows.length - 1) + " rejected");
}
