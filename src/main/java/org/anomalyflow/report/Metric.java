package org.anomalyflow.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The columns of {@code metrics.csv} in their order, which are a public promise; docs/evaluation.md tells what each of them
 * measures. Rates and areas lie in 0..1, times are in seconds, memory is in MiB.
 */
public enum Metric {

	DATASET(Kind.TEXT, Summary.COMMON), CATEGORY(Kind.TEXT, Summary.NONE), MODEL(Kind.TEXT, Summary.COMMON), BACKBONE(Kind.TEXT,
		Summary.COMMON), ATTENTION(Kind.TEXT, Summary.COMMON), IMAGE_SIZE(Kind.COUNT, Summary.COMMON), EPOCHS(Kind.COUNT, Summary.COMMON),
	/** A text, because rows that sum up seeds have {@code mean} and {@code std} here. */
	SEED(Kind.TEXT, Summary.COMMON), N_TRAIN(Kind.COUNT, Summary.NONE), N_GOOD(Kind.COUNT, Summary.NONE), N_DEFECT(Kind.COUNT,
		Summary.NONE), IMAGE_AUROC(Kind.NUMBER, Summary.AVERAGE), IMAGE_AP(Kind.NUMBER, Summary.AVERAGE), IMAGE_F1_MAX(Kind.NUMBER,
			Summary.AVERAGE), IMAGE_F1(Kind.NUMBER, Summary.AVERAGE), FALSE_ALARM_RATE(Kind.NUMBER, Summary.AVERAGE), MISS_RATE(Kind.NUMBER,
				Summary.AVERAGE), IMAGE_THRESHOLD(Kind.NUMBER, Summary.NONE), PIXEL_AUROC(Kind.NUMBER, Summary.AVERAGE), PIXEL_AP(Kind.NUMBER,
					Summary.AVERAGE), PIXEL_F1_MAX(Kind.NUMBER, Summary.AVERAGE), PIXEL_F1(Kind.NUMBER, Summary.AVERAGE), PIXEL_THRESHOLD(Kind.NUMBER,
						Summary.NONE), AUPRO_30(Kind.NUMBER, Summary.AVERAGE), AUPRO_05(Kind.NUMBER, Summary.AVERAGE), TRAIN_SECONDS(Kind.NUMBER,
							Summary.AVERAGE), SECONDS_PER_IMAGE(Kind.NUMBER, Summary.AVERAGE), PEAK_MEMORY_MB(Kind.COUNT, Summary.NONE), PARAMETERS(
								Kind.COUNT, Summary.COMMON), DEVICE(Kind.TEXT, Summary.COMMON), PRECISION(Kind.TEXT, Summary.COMMON), VERSION(Kind.TEXT,
									Summary.COMMON), PASSED_DEFECTS(Kind.NUMBER, Summary.AVERAGE), REVIEW_RATE(Kind.NUMBER,
										Summary.AVERAGE), FALSE_ALARM_RATE_LOW(Kind.NUMBER, Summary.NONE), FALSE_ALARM_RATE_HIGH(Kind.NUMBER,
											Summary.NONE), MISS_RATE_LOW(Kind.NUMBER, Summary.NONE), MISS_RATE_HIGH(Kind.NUMBER,
												Summary.NONE), PASSED_DEFECTS_LOW(Kind.NUMBER, Summary.NONE), PASSED_DEFECTS_HIGH(Kind.NUMBER,
													Summary.NONE), REVIEW_RATE_LOW(Kind.NUMBER, Summary.NONE), REVIEW_RATE_HIGH(Kind.NUMBER,
														Summary.NONE), MODEL_BYTES(Kind.COUNT, Summary.NONE), WEIGHTS_SHA256(Kind.TEXT, Summary.COMMON);

	/** What a value of a column is. */
	enum Kind {
		TEXT, COUNT, NUMBER
	}

	/** What a row that sums up others says in a column. */
	enum Summary {
		/** Nothing. */
		NONE,
		/** Mean or deviation. */
		AVERAGE,
		/** The value, if all agree. */
		COMMON
	}

	private final Kind kind;
	private final Summary summary;

	Metric(final Kind kind, final Summary summary) {
		this.kind = kind;
		this.summary = summary;
	}

	Kind kind() {
		return kind;
	}

	Summary summary() {
		return summary;
	}

	/** The name of the column. */
	public String column() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The lower end of the 95 % interval of a share. */
	Metric low() {
		return valueOf(name() + "_LOW");
	}

	/** The upper end of the 95 % interval of a share. */
	Metric high() {
		return valueOf(name() + "_HIGH");
	}

	/** The names of all columns, in their order. */
	public static List<String> columns() {
		return Arrays.stream(values()).map(Metric::column).toList();
	}
}
