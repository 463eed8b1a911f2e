package org.anomalyflow.json;

import static org.anomalyflow.json.JsonType.finite;
import static org.anomalyflow.json.JsonType.finiteOrInfinite;
import static org.anomalyflow.json.JsonType.flag;
import static org.anomalyflow.json.JsonType.list;
import static org.anomalyflow.json.JsonType.number;
import static org.anomalyflow.json.JsonType.object;
import static org.anomalyflow.json.JsonType.odd;
import static org.anomalyflow.json.JsonType.oneOf;
import static org.anomalyflow.json.JsonType.oneOfNumbers;
import static org.anomalyflow.json.JsonType.rateText;
import static org.anomalyflow.json.JsonType.text;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.optional;
import static org.anomalyflow.json.Member.required;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecificationTest {

	private static final Specification SPECIFICATION = Specification.of( //
		optional("size", whole(1, Long.MAX_VALUE)), //
		optional("kernel", odd(1, 7)), //
		optional("depth", oneOfNumbers(List.of(8L, 16L))), //
		optional("share", number(0, 1)), //
		optional("heat", finite()), //
		optional("limit", finiteOrInfinite()), //
		optional("rate", rateText()), //
		optional("name", text(3)), //
		optional("choice", oneOf(List.of("a", "b"))), //
		optional("is", flag()), //
		optional("maps", list(1, 2)), //
		optional("maps[]", list(2, 2)), //
		optional("maps[][]", whole(1, 9)), //
		optional("inner", object()), //
		required("inner.value", number(0, 9)), //
		required("inner.later", number(0, 9)).since(2)) //
		.notAbove("heat", "limit").below("share", "inner.value");

	private static String violation(final String json, final int version) {
		return SPECIFICATION.violation(JsonText.object(json.replace('\'', '"')), "in", version).orElse("nothing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'unknown':[1,{}]}", "{'size':9223372036854775807}", "{'kernel':7}", "{'depth':16}", "{'share':1e-300}",
		"{'heat':-3.4e38}", "{'limit':'-Infinity'}", "{'rate':'0.01'}", "{'rate':'.05'}", "{'name':'abc'}", "{'choice':'b'}", "{'is':false}",
		"{'maps':[[1,2],[3,4]]}", "{'inner':{'value':1}}", "{'size':null,'inner':null}", "{'heat':1,'limit':1}",
		"{'heat':1,'limit':'Infinity'}", "{'share':0,'inner':{'value':0.1}}" })
	void whatIsDeclaredOrUnknownIsAllowed(final String json) {
		assertEquals("nothing", violation(json, 1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
		"{'size':0} | in.size is 0; it must be a whole number from 1 to 9223372036854775807", //
		"{'size':1.0} | in.size is 1.0; it", "{'size':1e2} | in.size is 1e2; it", "{'size':'1'} | in.size is the text \"1\"; it",
		"{'size':9223372036854775808} | in.size is 9223372036854775808", "{'size':[1]} | in.size is a list of 1",
		"{'size':1e999999999} | in.size is 1e999999999", "{'kernel':2} | an odd whole number from 1 to 7",
		"{'depth':9} | one of the numbers 8, 16", "{'share':1.01} | a number from 0 to 1", "{'share':1e400} | a number from 0 to 1",
		"{'heat':3.5e38} | finite in single precision", "{'heat':'Infinity'} | finite in single precision",
		"{'limit':'NaN'} | or the text Infinity", "{'rate':0.01} | a decimal text", "{'rate':'1'} | a decimal text",
		"{'rate':'1E-9'} | a decimal text", "{'rate':'0.0000000009'} | from 0.000000001 to below 1",
		"{'name':'abcd'} | a text of one line and at most 3 characters", "{'name':'a\\n'} | in.name is the text \"a?\"",
		"{'choice':'c'} | one of a, b", "{'is':0} | true or false", "{'is':'true'} | true or false",
		"{'maps':[]} | in.maps is a list of 0; it must be a list of 1 to 2 elements", //
		"{'maps':[[1,2],[3]]} | in.maps[1] is a list of 1; it must be a list of 2 elements", "{'maps':[[1,2],[3,10]]} | in.maps[1][1] is 10",
		"{'maps':[null]} | in.maps[0] is null", "{'inner':1} | in.inner is 1; it must be an object",
		"{'inner':{}} | in.inner.value is missing; it must be a number", "{'inner':{'value':null}} | in.inner.value is null", //
		"{'heat':2,'limit':1} | in.heat is 2; it must be at most in.limit, which is 1",
		"{'heat':2,'limit':'-Infinity'} | which is the text \"-Infinity\"",
		"{'share':0.5,'inner':{'value':0.5}} | in.share is 0.5; it must be below in.inner.value, which is 0.5" })
	void whatDoesNotFitIsNamed(final String json, final String part) {
		final String violation = violation(json, 1);
		assertTrue(violation.contains(part), violation);
	}

	@Test
	void olderFilesMayLackWhatNewerOnesNeed() {
		assertEquals("nothing", violation("{'inner':{'value':1}}", 1));
		assertTrue(violation("{'inner':{'value':1}}", 2).startsWith("in.inner.later is missing"));
		assertTrue(violation("{'inner':{'value':1,'later':10}}", 1).startsWith("in.inner.later is 10"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "[] | it is no JSON object", "`` | it is not valid JSON at $",
		"{ | it is not valid JSON at $", "{} {} | it is not valid JSON at $", "{'a':NaN} | it is not valid JSON at $.a",
		"{'a':01} | it is not valid JSON at $.a", "{'a':1,'a':2} | $.a is listed twice", "{'a':{'b':[1,tru]}} | at $.a.b[1]",
		"{'a':/* */1} | it is not valid JSON" })
	void otherTextsAreRefused(final String text, final String part) {
		assertRefused(text.replace('\'', '"'), part);
	}

	@Test
	void limitsAreKept() {
		assertRefused("{\"a\":" + "[".repeat(1_000_000), "more than 32 deep");
		assertRefused("{\"a\":".repeat(1_000_000), "more than 32 deep");
		assertRefused("{\"a\":" + "1".repeat(65) + "}", "$.a has 65 characters, allowed are 64");
		assertRefused("{\"a\":\"" + "x".repeat(JsonText.LONGEST_TEXT + 1) + "\"}", "allowed are " + JsonText.LONGEST_TEXT);
		assertRefused("{\"a\":[1" + ",1".repeat(JsonText.MOST_VALUES) + "]}", "more than " + JsonText.MOST_VALUES + " values");
	}

	private static void assertRefused(final String text, final String part) {
		final String message = assertThrows(AnomalyFlowException.class, () -> JsonText.object(text)).getMessage();
		assertTrue(message.contains(part) && message.length() < 300 && message.lines().count() == 1, message);
	}
}
