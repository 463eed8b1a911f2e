package org.anomalyflow.image;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import ij.ImagePlus;
import ij.measure.Calibration;

/** What an OME-TIFF says of its image: OME-XML of the schema 2016-06 about one image whose planes are the pages in order. */
final class OmeXml {

	private static final String NAMESPACE = "http://www.openmicroscopy.org/Schemas/OME/2016-06";
	/** What no XML may hold. */
	private static final String FORBIDDEN = "[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]";
	/** A length of which the image does not say what it is in any unit that the schema knows. */
	private static final String UNKNOWN_UNIT = "reference frame";
	private static final Map<String, String> TIMES = Map.of("sec", "s", "s", "s", "second", "s", "seconds", "s", "ms", "ms", "msec", "ms",
		"min", "min", "h", "h", "hour", "h");

	private OmeXml() {}

	/**
	 * The description of an image.
	 *
	 * @param image 8- or 16-bit numbers from 0, or floating point numbers, in ImageJ's order of planes: channels, then z, then time
	 * @return UTF-8
	 */
	static byte[] of(final ImagePlus image) {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			final XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
			xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
			xml.writeStartElement("OME");
			xml.writeDefaultNamespace(NAMESPACE);
			xml.writeNamespace("xsi", "http://www.w3.org/2001/XMLSchema-instance");
			xml.writeAttribute("xsi", "http://www.w3.org/2001/XMLSchema-instance", "schemaLocation", NAMESPACE + " " + NAMESPACE + "/ome.xsd");
			xml.writeAttribute("Creator", "Anomaly Flow");
			xml.writeStartElement("Image");
			xml.writeAttribute("ID", "Image:0");
			xml.writeAttribute("Name", image.getTitle().replaceAll(FORBIDDEN, "?"));
			pixels(xml, image);
			xml.writeEndElement();
			xml.writeEndElement();
			xml.writeEndDocument();
			xml.close();
		}
		catch (final XMLStreamException e) {
			throw new UncheckedIOException(new IOException(e));
		}
		return bytes.toByteArray();
	}

	private static void pixels(final XMLStreamWriter xml, final ImagePlus image) throws XMLStreamException {
		xml.writeStartElement("Pixels");
		xml.writeAttribute("ID", "Pixels:0");
		xml.writeAttribute("DimensionOrder", "XYCZT");
		xml.writeAttribute("Type", image.getBitDepth() == Float.SIZE ? "float" : "uint" + image.getBitDepth());
		xml.writeAttribute("SignificantBits", Integer.toString(image.getBitDepth()));
		xml.writeAttribute("BigEndian", "false");
		xml.writeAttribute("Interleaved", "false");
		xml.writeAttribute("SizeX", Integer.toString(image.getWidth()));
		xml.writeAttribute("SizeY", Integer.toString(image.getHeight()));
		xml.writeAttribute("SizeC", Integer.toString(image.getNChannels()));
		xml.writeAttribute("SizeZ", Integer.toString(image.getNSlices()));
		xml.writeAttribute("SizeT", Integer.toString(image.getNFrames()));
		sizes(xml, image);
		for (int c = 0; c < image.getNChannels(); c++) {
			xml.writeEmptyElement("Channel");
			xml.writeAttribute("ID", "Channel:0:" + c);
			xml.writeAttribute("SamplesPerPixel", "1");
		}
		xml.writeEmptyElement("TiffData");
		xml.writeAttribute("IFD", "0");
		xml.writeAttribute("PlaneCount", Integer.toString(image.getStackSize()));
		xml.writeEndElement();
	}

	private static void sizes(final XMLStreamWriter xml, final ImagePlus image) throws XMLStreamException {
		final Calibration calibration = image.getCalibration();
		if (calibration.scaled()) {
			size(xml, "X", calibration.pixelWidth, calibration.getXUnit());
			size(xml, "Y", calibration.pixelHeight, calibration.getYUnit());
			if (image.getNSlices() > 1)
				size(xml, "Z", calibration.pixelDepth, calibration.getZUnit());
		}
		final String time = TIMES.get(String.valueOf(calibration.getTimeUnit()).trim().toLowerCase(Locale.ROOT));
		if (image.getNFrames() > 1 && time != null && isLength(calibration.frameInterval)) {
			xml.writeAttribute("TimeIncrement", Double.toString(calibration.frameInterval));
			xml.writeAttribute("TimeIncrementUnit", time);
		}
	}

	private static void size(final XMLStreamWriter xml, final String axis, final double length, final String unit) throws XMLStreamException {
		if (!isLength(length))
			return;
		xml.writeAttribute("PhysicalSize" + axis, Double.toString(length));
		xml.writeAttribute("PhysicalSize" + axis + "Unit",
			LengthUnit.of(unit).map(LengthUnit::symbol).orElse(unit.startsWith("pixel") ? "pixel" : UNKNOWN_UNIT));
	}

	/** Whether it is a number that the schema allows. */
	private static boolean isLength(final double value) {
		return value > 0 && !Double.isInfinite(value);
	}
}
