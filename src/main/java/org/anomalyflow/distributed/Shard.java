package org.anomalyflow.distributed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.anomalyflow.util.InvalidParameterException;

/**
 * One of several equal parts of a work, for one process of a job array.
 *
 * @param index from 0 to {@code count} - 1
 * @param count how many there are
 */
public record Shard(int index, int count) {

	/** The most parts that a work can be cut into. */
	public static final int MOST = 1_000_000;

	/** The parameter's name. */
	private static final String PARAMETER = "shard";

	/** Where schedulers tell a process its number, which begins at 0 (SLURM: with {@code --array=0-...}). */
	private static final List<String> VARIABLES = List.of("SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX");

	private static final Pattern FORM = Pattern.compile("(auto|\\d{1,7})/(\\d{1,7})");

	/** @throws InvalidParameterException if there is no such part */
	public Shard {
		if (count < 1 || count > MOST || index < 0 || index >= count)
			throw new InvalidParameterException(PARAMETER, index + "/" + count, allowed());
	}

	private static String allowed() {
		return "use I/N with I from 0 to N - 1, for example 0/7 to 6/7, or auto/N where I is in the environment (" +
			String.join(" or ", VARIABLES) + "); leave it out to do everything";
	}

	/**
	 * Reads the parameter {@code shard}.
	 *
	 * @param value {@code I/N}, or {@code auto/N} where I is in the environment; empty or null for everything
	 * @throws InvalidParameterException for anything else
	 */
	public static Optional<Shard> parse(final String value) {
		return parse(value, System.getenv());
	}

	/** As {@link #parse(String)}, with another environment. */
	static Optional<Shard> parse(final String value, final Map<String, String> environment) {
		if (value == null || value.isBlank())
			return Optional.empty();
		final Matcher form = FORM.matcher(value.trim());
		if (!form.matches())
			throw new InvalidParameterException(PARAMETER, value, allowed());
		final int count = Integer.parseInt(form.group(2));
		return Optional
			.of("auto".equals(form.group(1)) ? ofArray(value, count, environment) : new Shard(Integer.parseInt(form.group(1)), count));
	}

	private static Shard ofArray(final String value, final int count, final Map<String, String> environment) {
		final String variable = VARIABLES.stream().filter(environment::containsKey).findFirst()
			.orElseThrow(() -> new InvalidParameterException(PARAMETER, value, "neither " + String.join(" nor ", VARIABLES) +
				" is set, which say the number of this process; give it yourself, for example 0/" + count));
		final String index = environment.get(variable).trim();
		if (!index.matches("\\d{1,7}") || Integer.parseInt(index) >= count)
			throw new InvalidParameterException(PARAMETER, value, variable + " is " + index + ", but must be from 0 to " + (count - 1) +
				"; number the jobs from 0, as with sbatch --array=0-" + (count - 1));
		return new Shard(Integer.parseInt(index), count);
	}

	/** Whether it is this part that does an item. */
	public boolean has(final WorkItem item) {
		return item.number() % count == index;
	}

	@Override
	public String toString() {
		return index + "/" + count;
	}
}
