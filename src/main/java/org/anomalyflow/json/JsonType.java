package org.anomalyflow.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

/**
 * What a member of a JSON object may be.
 *
 * @param allowed in words; completes the sentence "it must be ..."
 * @param accepts whether a value, never null, is allowed
 */
public record JsonType(String allowed, Predicate<JsonElement> accepts) {

	private static final Pattern WHOLE = Pattern.compile("-?\\d{1,19}");
	private static final Pattern RATE = Pattern.compile("0?\\.\\d{1,30}");
	private static final BigDecimal LEAST_RATE = new BigDecimal("1e-9");
	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
	private static final Pattern INFINITY = Pattern.compile("-?Infinity");

	/** An object of any members. */
	public static JsonType object() {
		return new JsonType("an object", JsonElement::isJsonObject);
	}

	/** A list of so many elements. */
	public static JsonType list(final int fewest, final int most) {
		final String allowed = fewest == most ? "a list of " + most + " elements" : "a list of " + fewest + " to " + most + " elements";
		return new JsonType(allowed,
			json -> json.isJsonArray() && json.getAsJsonArray().size() >= fewest && json.getAsJsonArray().size() <= most);
	}

	/** A whole number of 64 bits or fewer, written without exponent or fraction. */
	public static JsonType whole(final long least, final long greatest) {
		return new JsonType("a whole number from " + least + " to " + greatest, json -> isWhole(json, least, greatest));
	}

	/** A whole, odd number. */
	public static JsonType odd(final long least, final long greatest) {
		return new JsonType("an odd whole number from " + least + " to " + greatest,
			json -> isWhole(json, least, greatest) && json.getAsLong() % 2 != 0);
	}

	private static boolean isWhole(final JsonElement json, final long least, final long greatest) {
		if (!isNumber(json) || !WHOLE.matcher(json.getAsString()).matches())
			return false;
		final BigInteger value = new BigInteger(json.getAsString());
		return value.compareTo(BigInteger.valueOf(least)) >= 0 && value.compareTo(BigInteger.valueOf(greatest)) <= 0;
	}

	private static boolean within(final JsonElement json, final double least, final double greatest) {
		return json.getAsDouble() >= least && json.getAsDouble() <= greatest;
	}

	/** A number within limits. */
	public static JsonType number(final double least, final double greatest) {
		return new JsonType("a number from " + plain(least) + " to " + plain(greatest),
			json -> isNumber(json) && within(json, least, greatest));
	}

	private static String plain(final double value) {
		return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
	}

	/** A number that single precision can hold. */
	public static JsonType finite() {
		return new JsonType("a number that is finite in single precision", JsonType::isFinite);
	}

	private static boolean isFinite(final JsonElement json) {
		return isNumber(json) && Float.isFinite(json.getAsFloat());
	}

	/** As {@link #finite}, or one of the texts {@code Infinity} and {@code -Infinity}. */
	public static JsonType finiteOrInfinite() {
		return new JsonType("a number that is finite in single precision, or the text Infinity or -Infinity",
			json -> isFinite(json) || isText(json) && INFINITY.matcher(json.getAsString()).matches());
	}

	/** A rate from 1e-9 to below 1 as a decimal text, which keeps its digits. */
	public static JsonType rateText() {
		return new JsonType("a decimal text from " + LEAST_RATE.toPlainString() + " to below 1, for example \"0.01\"",
			json -> isText(json) && RATE.matcher(json.getAsString()).matches() && json.getAsBigDecimal().compareTo(LEAST_RATE) >= 0);
	}

	/** A text of one line and at most so many characters. */
	public static JsonType text(final int longest) {
		return new JsonType("a text of one line and at most " + longest + " characters",
			json -> isText(json) && json.getAsString().length() <= longest && !CONTROL.matcher(json.getAsString()).find());
	}

	/** One of some texts. */
	public static JsonType oneOf(final Collection<String> choices) {
		return new JsonType("one of " + String.join(", ", choices), json -> isText(json) && choices.contains(json.getAsString()));
	}

	/** One of some whole numbers. */
	public static JsonType oneOfNumbers(final Collection<Long> choices) {
		return new JsonType("one of the numbers " + String.join(", ", choices.stream().map(String::valueOf).toList()),
			json -> isWhole(json, Long.MIN_VALUE, Long.MAX_VALUE) && choices.contains(json.getAsLong()));
	}

	/** True or false. */
	public static JsonType flag() {
		return new JsonType("true or false", json -> json instanceof JsonPrimitive value && value.isBoolean());
	}

	private static boolean isText(final JsonElement json) {
		return json instanceof JsonPrimitive value && value.isString();
	}

	private static boolean isNumber(final JsonElement json) {
		return json instanceof JsonPrimitive value && value.isNumber();
	}
}
