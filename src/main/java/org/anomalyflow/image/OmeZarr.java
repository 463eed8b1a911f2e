package org.anomalyflow.image;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.LUT;

import org.anomalyflow.image.zarr.ZarrArray;
import org.anomalyflow.json.JsonText;

/**
 * Reads folders in the layout of OME-Zarr (Zarr 2 and 3) at their full resolution, or of one Zarr array.
 * Channels that have colours are an ImageJ composite; others are images of their own. Source: the OME-NGFF specification.
 */
final class OmeZarr {

	private static final String EXTENSION = ".zarr";
	private static final String GROUP_2 = ".zattrs";
	private static final String ARRAY_2 = ".zarray";
	private static final String VERSION_3 = "zarr.json";
	/** Larger ones are read plane by plane, when a plane is wanted. */
	private static final long MOST_IN_MEMORY = 256L << 20;
	private static final int MOST_COLOURED = 7;

	/**
	 * An axis.
	 *
	 * @param name in lower case: t, c, z, y or x
	 * @param unit as in the file; empty for none
	 * @param scale the step between two positions
	 */
	private record Axis(String name, String unit, double scale) {}

	private final ZarrArray array;
	private final List<Axis> axes;
	private final List<Color> colours;

	private OmeZarr(final ZarrArray array, final List<Axis> axes, final List<Color> colours) throws IOException {
		this.array = array;
		this.axes = axes;
		this.colours = colours;
		final int count = axes.size();
		if (count != array.shape().length || count < 2 || !axes.get(count - 2).name.equals("y") || !axes.get(count - 1).name.equals("x"))
			throw new IOException("its axes are " + axes.stream().map(Axis::name).toList() + " of an array of " + array.shape().length +
				"; read are arrays whose last axes are y and x");
	}

	/** Whether a folder is an image of this kind: its name ends in {@code .zarr} and it holds a description. */
	static boolean isOne(final Path folder) {
		return folder.getFileName() != null && hasExtension(folder.getFileName().toString()) &&
			(Files.exists(folder.resolve(GROUP_2)) || Files.exists(folder.resolve(ARRAY_2)) || Files.exists(folder.resolve(VERSION_3)));
	}

	/** Whether a name is one of such a folder. */
	static boolean hasExtension(final String name) {
		return name.toLowerCase(Locale.ROOT).endsWith(EXTENSION) && name.length() > EXTENSION.length();
	}

	/** @throws IOException that says why the folder cannot be read */
	static OmeZarr open(final Path folder) throws IOException {
		try {
			return opened(folder);
		}
		catch (final IllegalStateException | UnsupportedOperationException | ClassCastException | NullPointerException
			| NumberFormatException e)
		{
			// a member that is missing or of another kind
			throw new IOException("its description is damaged", e);
		}
	}

	private static OmeZarr opened(final Path folder) throws IOException {
		final JsonObject attributes = attributes(folder);
		if (attributes.has("multiscales"))
			return ofMultiscales(folder, attributes);
		if (Files.exists(folder.resolve(ARRAY_2)) || isArray3(folder)) {
			final ZarrArray array = ZarrArray.open(folder);
			return new OmeZarr(array, usualAxes(array.shape().length), List.of());
		}
		if (!Files.exists(folder.resolve("0")))
			throw new IOException("it is a Zarr group without an image (no multiscales in its description)");
		if (Files.exists(folder.resolve("1")))
			throw new IOException("it holds several images; give the folder of one of them, for example " + folder.resolve("0"));
		return opened(folder.resolve("0"));
	}

	private static boolean isArray3(final Path folder) throws IOException {
		final Path file = folder.resolve(VERSION_3);
		return Files.exists(file) && "array".equals(JsonText.object(Files.readString(file)).get("node_type").getAsString());
	}

	/** What the description says of the image; empty if it says nothing. */
	private static JsonObject attributes(final Path folder) throws IOException {
		if (Files.exists(folder.resolve(GROUP_2)))
			return JsonText.object(Files.readString(folder.resolve(GROUP_2)));
		if (!Files.exists(folder.resolve(VERSION_3)))
			return new JsonObject();
		final JsonObject attributes = JsonText.object(Files.readString(folder.resolve(VERSION_3))).getAsJsonObject("attributes");
		return attributes == null || !attributes.has("ome") ? new JsonObject() : attributes.getAsJsonObject("ome");
	}

	private static OmeZarr ofMultiscales(final Path folder, final JsonObject attributes) throws IOException {
		final JsonObject image = attributes.getAsJsonArray("multiscales").get(0).getAsJsonObject();
		final JsonObject full = image.getAsJsonArray("datasets").get(0).getAsJsonObject();
		final Path place = folder.resolve(full.get("path").getAsString()).normalize();
		if (!place.startsWith(folder.normalize()))
			throw new IOException("its description names an array outside of its folder");
		final ZarrArray array = ZarrArray.open(place);
		final double[] scales = scales(full, array.shape().length);
		final double[] common = scales(image, scales.length);
		final List<Axis> axes = new ArrayList<>();
		if (image.has("axes"))
			for (final JsonElement element : image.getAsJsonArray("axes"))
				axes.add(axis(element, axes.size() < scales.length ? scales[axes.size()] * common[axes.size()] : 1));
		else
			axes.addAll(usualAxes(scales.length));
		return new OmeZarr(array, axes, colours(attributes));
	}

	private static Axis axis(final JsonElement element, final double scale) {
		if (element.isJsonPrimitive())
			return new Axis(element.getAsString().toLowerCase(Locale.ROOT), "", scale);
		final JsonObject axis = element.getAsJsonObject();
		return new Axis(axis.get("name").getAsString().toLowerCase(Locale.ROOT), axis.has("unit") ? axis.get("unit").getAsString() : "", scale);
	}

	/** Versions before 0.3 and plain arrays do not say them. */
	private static List<Axis> usualAxes(final int count) {
		final List<String> names = count > 5 ? List.of() : List.of("t", "c", "z", "y", "x").subList(5 - count, 5);
		return names.stream().map(name -> new Axis(name, "", 1)).toList();
	}

	private static double[] scales(final JsonObject json, final int axes) {
		final double[] scales = new double[axes];
		Arrays.fill(scales, 1);
		if (!json.has("coordinateTransformations"))
			return scales;
		for (final JsonElement element : json.getAsJsonArray("coordinateTransformations")) {
			final JsonObject transformation = element.getAsJsonObject();
			if (!transformation.has("scale"))
				continue;
			final JsonArray values = transformation.getAsJsonArray("scale");
			for (int axis = 0; axis < Math.min(axes, values.size()); axis++)
				scales[axis] *= values.get(axis).getAsDouble();
		}
		return scales;
	}

	/** One for each channel, or none. */
	private static List<Color> colours(final JsonObject attributes) {
		final List<Color> colours = new ArrayList<>();
		if (attributes.has("omero") && attributes.getAsJsonObject("omero").has("channels"))
			for (final JsonElement channel : attributes.getAsJsonObject("omero").getAsJsonArray("channels")) {
				if (!channel.getAsJsonObject().has("color"))
					return List.of();
				colours.add(new Color(Integer.parseInt(channel.getAsJsonObject().get("color").getAsString(), 16)));
			}
		return colours;
	}

	/** Width and height. */
	ImageHeader header() {
		final int[] shape = array.shape();
		return ImageHeader.of(shape[shape.length - 1], shape[shape.length - 2], Orientation.UPRIGHT);
	}

	/** The image; of one that is large, planes are read when they are wanted. */
	DecodedImage image() throws IOException {
		final ZarrStack lazy = new ZarrStack(array, place("c"), place("z"), place("t"));
		final ImageStack stack = lazy.bytes() > MOST_IN_MEMORY ? lazy : lazy.loaded();
		ImagePlus image = new ImagePlus("", stack);
		final int channels = size("c");
		image.setDimensions(channels, size("z"), size("t"));
		calibrate(image);
		if (channels > 1 && channels <= MOST_COLOURED && colours.size() == channels)
			image = coloured(image);
		return new DecodedImage(image, null, lazy.offset(), false, Orientation.UPRIGHT);
	}

	private ImagePlus coloured(final ImagePlus image) {
		final CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
		for (int channel = 1; channel <= colours.size(); channel++)
			composite.setChannelLut(LUT.createLutFromColor(colours.get(channel - 1)), channel);
		return composite;
	}

	private int place(final String name) {
		for (int i = 0; i < axes.size(); i++)
			if (axes.get(i).name.equals(name))
				return i;
		return -1;
	}

	private int size(final String name) {
		return place(name) < 0 ? 1 : array.shape()[place(name)];
	}

	private void calibrate(final ImagePlus image) {
		final Axis x = axes.get(axes.size() - 1);
		final Optional<LengthUnit> unit = LengthUnit.of(x.unit);
		if (unit.isEmpty())
			return;
		final Calibration calibration = image.getCalibration();
		calibration.setUnit(unit.get().spelling());
		calibration.pixelWidth = x.scale;
		calibration.pixelHeight = inUnit(axes.get(axes.size() - 2), unit.get());
		if (place("z") >= 0)
			calibration.pixelDepth = inUnit(axes.get(place("z")), unit.get());
	}

	private static double inUnit(final Axis axis, final LengthUnit unit) {
		return axis.scale * LengthUnit.of(axis.unit).map(other -> other.meters() / unit.meters()).orElse(1.0);
	}
}
