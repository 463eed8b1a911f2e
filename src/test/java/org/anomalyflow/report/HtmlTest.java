package org.anomalyflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HtmlTest {

	@Test
	void textAndAttributesAreEscaped() {
		final String markup = new Html().open("p", "title", "a \"b\" & 'c'").text("<script>1 & 2</script>").close().toString();
		assertEquals("<p title=\"a &quot;b&quot; &amp; &#39;c&#39;\">&lt;script&gt;1 &amp; 2&lt;/script&gt;</p>\n", markup);
	}

	@Test
	void whatXmlForbidsIsReplaced() {
		assertEquals("a\ufffdb\ufffdc\td", Html.escape("a\u0000b\ud800c\td"));
		assertEquals("\ud83d\ude00", Html.escape("\ud83d\ude00"));
	}

	@Test
	void attributesWithoutValueAreLeftOut() {
		assertEquals("<br class=\"x\"/>", new Html().empty("br", "id", null, "class", "x").toString());
	}

	@Test
	void openElementsAreNoticed() {
		final Html html = new Html().open("section");
		assertThrows(IllegalStateException.class, html::toString);
	}
}
