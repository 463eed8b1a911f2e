package org.anomalyflow.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;

import org.anomalyflow.report.Metric.Kind;
import org.anomalyflow.report.Metric.Summary;

/** One row of {@code metrics.csv}: texts, counts and numbers by column. What is undefined is missing. */
@JsonAdapter(MetricRow.Json.class)
public final class MetricRow {

	private final Map<Metric, Object> values = new EnumMap<>(Metric.class);

	/** A row without values. */
	public MetricRow() {}

	/** A row with the values of another, which stays as it is. */
	public MetricRow(final MetricRow other) {
		values.putAll(other.values);
	}

	/** Sets a text. */
	public MetricRow set(final Metric metric, final String text) {
		return put(metric, Kind.TEXT, text);
	}

	/** Sets a count. */
	public MetricRow set(final Metric metric, final long count) {
		return put(metric, Kind.COUNT, count);
	}

	/** Sets a number. */
	public MetricRow set(final Metric metric, final double number) {
		return put(metric, Kind.NUMBER, number);
	}

	/** Sets a number unless it is undefined. */
	public MetricRow set(final Metric metric, final OptionalDouble number) {
		return number.isPresent() ? set(metric, number.getAsDouble()) : this;
	}

	/**
	 * Sets a share and the ends of its 95 % interval; nothing if there are no images to take it of.
	 *
	 * @param part how many of the images
	 */
	public MetricRow share(final Metric metric, final long part, final Decisions of) {
		if (of.total() == 0)
			return this;
		set(metric, (double) part / of.total());
		set(metric.low(), of.interval(part).lower());
		return set(metric.high(), of.interval(part).upper());
	}

	/** Takes over all values that another row has. */
	public void add(final MetricRow other) {
		values.putAll(other.values);
	}

	private MetricRow put(final Metric metric, final Kind kind, final Object value) {
		if (metric.kind() != kind)
			throw new IllegalArgumentException(metric.column() + " is a " + metric.kind() + ", not a " + kind);
		values.put(metric, value);
		return this;
	}

	/** Whether a value is defined. */
	public boolean has(final Metric metric) {
		return values.containsKey(metric);
	}

	/** A value of any kind as text; empty if it is undefined. */
	public String text(final Metric metric) {
		return has(metric) ? values.get(metric).toString() : "";
	}

	/** A count or number; NaN if it is undefined. */
	public double number(final Metric metric) {
		return values.get(metric) instanceof Number number ? number.doubleValue() : Double.NaN;
	}

	/** The values of some columns, null for each that is undefined. */
	public List<Object> values(final List<Metric> columns) {
		final List<Object> list = new ArrayList<>();
		columns.forEach(metric -> list.add(values.get(metric)));
		return list;
	}

	/** The values of all columns in their order, null for each that is undefined. */
	public List<Object> values() {
		return values(Arrays.asList(Metric.values()));
	}

	/**
	 * One row for several: what they have in common, and a statistic of what can be averaged.
	 *
	 * @param rows at least one
	 * @param statistic what to take of a column's values over the rows that have it; may be undefined
	 */
	public static MetricRow summary(final List<MetricRow> rows, final Function<double[], OptionalDouble> statistic) {
		final MetricRow summary = new MetricRow();
		for (final Metric metric : Metric.values())
			if (metric.summary() == Summary.AVERAGE)
				summary.set(metric,
					statistic.apply(rows.stream().mapToDouble(row -> row.number(metric)).filter(value -> !Double.isNaN(value)).toArray()));
			else if (metric.summary() == Summary.COMMON && rows.get(0).has(metric) &&
				rows.stream().map(row -> row.text(metric)).distinct().count() == 1)
				summary.values.put(metric, rows.get(0).values.get(metric));
		return summary;
	}

	/** An object with a member for each value. Unknown members are passed over. */
	static final class Json extends TypeAdapter<MetricRow> {

		@Override
		public void write(final JsonWriter out, final MetricRow row) throws IOException {
			out.beginObject();
			for (final Map.Entry<Metric, Object> value : row.values.entrySet()) {
				out.name(value.getKey().column());
				if (value.getValue() instanceof String text)
					out.value(text);
				else
					out.value((Number) value.getValue());
			}
			out.endObject();
		}

		@Override
		public MetricRow read(final JsonReader in) throws IOException {
			final List<String> columns = Metric.columns();
			final MetricRow row = new MetricRow();
			in.beginObject();
			while (in.hasNext()) {
				final int column = columns.indexOf(in.nextName());
				if (column < 0 || in.peek() == JsonToken.NULL)
					in.skipValue();
				else
					row.values.put(Metric.values()[column], switch (Metric.values()[column].kind()) {
						case TEXT -> in.nextString();
						case COUNT -> in.nextLong();
						case NUMBER -> in.nextDouble();
					});
			}
			in.endObject();
			return row;
		}
	}
}
