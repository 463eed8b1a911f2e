package org.anomalyflow.host.imagej2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import com.google.gson.JsonParser;

import org.anomalyflow.command.AddImages;
import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.Calibrate;
import org.anomalyflow.command.Compare;
import org.anomalyflow.command.Detect;
import org.anomalyflow.command.DetectFolder;
import org.anomalyflow.command.Evaluate;
import org.anomalyflow.command.ExportModel;
import org.anomalyflow.command.ImportCheckpoint;
import org.anomalyflow.command.MakeSampleData;
import org.anomalyflow.command.ManageEngine;
import org.anomalyflow.command.ManageModels;
import org.anomalyflow.command.Merge;
import org.anomalyflow.command.ShowModelInfo;
import org.anomalyflow.command.Train;
import org.anomalyflow.command.Tune;
import org.anomalyflow.command.Watch;

/** One use of every command in a folder, each with what those before it have written, and what came of it. */
final class RecorderWork {

	/** Columns that are different each time. */
	private static final Pattern OF_TIME = Pattern.compile(".*(second|memory).*");

	private RecorderWork() {}

	/** The picture that is open when an image is judged. */
	static String picture(final String folder) {
		return folder + "/data/weave/test/spot/000.png";
	}

	/** What is entered into the dialog of each command, in the order in which they are used. */
	static Map<Class<? extends AnomalyCommand>, Map<String, String>> entries(final String folder) {
		final String good = folder + "/data/weave/test/good";
		final String defective = folder + "/data/weave/test/spot";
		final String model = folder + "/a part.aflow";
		final Map<String, String> small = Map.of("backbone", "filter-bank", "image_size", "64", "device", "cpu");
		final Map<Class<? extends AnomalyCommand>, Map<String, String>> all = new LinkedHashMap<>();
		all.put(MakeSampleData.class, Map.of("save_to", folder + "/data", "categories", "weave", "count", "6", "seed", "7"));
		all.put(Train.class, with(small, "good_images", folder + "/data/weave", "save_to", model, "model", "patchcore"));
		all.put(Detect.class, Map.of("model_file", model, "output_folder", folder + "/one", "write", "labels+masks", "pixel_threshold", "5"));
		all.put(DetectFolder.class,
			Map.of("input_folder", defective, "output_folder", folder + "/found", "model_file", model, "write", "tables+masks", "min_area", "4"));
		all.put(Watch.class, Map.of("input_folder", good, "output_folder", folder + "/watched", "model_file", model, "write", "tables",
			"settle_seconds", "0.1", "watch_seconds", "4"));
		all.put(Evaluate.class,
			with(small, "dataset", folder + "/data/weave", "output_folder", folder + "/evaluated", "model", "patchcore", "write", "tables"));
		all.put(Compare.class, with(Map.of("image_size", "64", "device", "cpu"), "backbones", "filter-bank", "dataset", folder + "/data/weave",
			"output_folder", folder + "/compared", "model", "patchcore,padim"));
		all.put(Merge.class, Map.of("output_folder", folder + "/shards"));
		all.put(Calibrate.class, Map.of("model_file", model, "good_images", good, "defect_images", defective, "false_alarm_rate", "0.3"));
		all.put(Tune.class, Map.of("model_file", model, "good_images", good, "defect_images", defective));
		all.put(AddImages.class, Map.of("model_file", model, "good_images", good));
		all.put(ManageModels.class, Map.of());
		all.put(ShowModelInfo.class, Map.of("model_file", model));
		all.put(ExportModel.class, Map.of("model_file", model, "save_to", folder + "/part.safetensors"));
		all.put(ImportCheckpoint.class, Map.of("checkpoint", folder + "/part.safetensors", "save_to", folder + "/imported.aflow"));
		all.put(ManageEngine.class, Map.of("action", "status"));
		return all;
	}

	private static Map<String, String> with(final Map<String, String> some, final String... more) {
		final Map<String, String> all = new LinkedHashMap<>();
		for (int i = 0; i < more.length; i += 2)
			all.put(more[i], more[i + 1]);
		all.putAll(some);
		return all;
	}

	/** A checksum of each file that was written, without what is another each time: times, memory, and the name of the folder. */
	static SortedMap<String, String> outputs(final Path folder) throws IOException {
		final SortedMap<String, String> found = new TreeMap<>();
		final List<Path> files;
		try (Stream<Path> all = Files.walk(folder)) {
			files = all.filter(Files::isRegularFile).toList();
		}
		for (final Path file : files) {
			final String name = folder.relativize(file).toString().replace('\\', '/');
			if (name.endsWith(".csv"))
				found.put(name, withoutTimes(Files.readAllLines(file)));
			else if (name.endsWith(".aflow"))
				found.put(name, model(file));
			else if (name.endsWith(".png") || name.endsWith(".tif") || name.endsWith(".safetensors"))
				found.put(name, checksum(Files.readAllBytes(file)));
			else
				found.put(name, "there");
		}
		return found;
	}

	private static String withoutTimes(final List<String> lines) {
		final List<String> columns = lines.isEmpty() ? List.of() : List.of(lines.get(0).split(","));
		return lines.stream().map(line -> {
			final String[] cells = line.split(",", -1);
			for (int i = 0; i < cells.length && i < columns.size(); i++)
				if (OF_TIME.matcher(columns.get(i)).matches())
					cells[i] = "";
			return String.join(",", cells);
		}).collect(Collectors.joining("\n"));
	}

	/** Its tensors and its thresholds. */
	private static String model(final Path file) throws IOException {
		final StringBuilder found = new StringBuilder();
		try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
				if (entry.getName().equals("model.json"))
					found.append(JsonParser.parseString(new String(zip.readAllBytes(), StandardCharsets.UTF_8)).getAsJsonObject().get("calibration"));
				else
					found.append(checksum(zip.readAllBytes()));
		}
		return found.toString();
	}

	private static String checksum(final byte[] bytes) {
		final CRC32 sum = new CRC32();
		sum.update(bytes);
		return Long.toHexString(sum.getValue());
	}
}
