package org.anomalyflow.host.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

import org.anomalyflow.host.VirtualDisplay;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window of a folder with 10,000 pictures: see {@link ManyPicturesSession}. */
class ManyPicturesTest {

	private static final int COUNT = 10_000;
	/** A thumbnail has 37 kB, of which 800 are kept. */
	private static final int MOST_MEGABYTES = 80;
	/** A person waits gladly for a tenth of that; machines that run tests are busy. */
	private static final int MOST_MILLIS = 1000;

	@TempDir
	Path folder;

	@Test
	void itStaysQuickAndSmall() throws IOException, InterruptedException {
		final Path category = SampleData.generate(folder.resolve("data"), List.of("print"), 8, 42, Progress.NONE).get(0);
		try (VirtualDisplay display = VirtualDisplay.start()) {
			assumeTrue(display != null, VirtualDisplay.NEEDED);
			final String seen = WindowProcess.run(ManyPicturesSession.class, display, folder,
				List.of(category, folder, Path.of(Integer.toString(COUNT))));
			for (final String line : List.of("filter-verdict reject: 1000 pictures", "filter-p at most 1 %: 1000 pictures",
				"filter-verdict all: 1000 pictures", "filter-p all: 10000 pictures", "windows: 1", "images: 0", "seen where it stops: true"))
				assertTrue(seen.contains("MANY " + line + "\n"), () -> "No line " + line + " in\n" + seen);
			assertEquals(0, all(seen, "megabytes").filter(value -> value > MOST_MEGABYTES).count(), seen);
			assertEquals(0, all(seen, "filter ms").filter(value -> value > MOST_MILLIS).count(), seen);
			assertEquals(0, all(seen, "scroll median ms").filter(value -> value > MOST_MILLIS).count(), seen);
		}
	}

	private static DoubleStream all(final String seen, final String what) {
		return Arrays.stream(seen.split("\n")).filter(line -> line.startsWith("MANY " + what))
			.mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(": ") + 2)));
	}
}
