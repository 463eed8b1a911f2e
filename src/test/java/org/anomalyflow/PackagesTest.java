package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Every package says what it is for. */
class PackagesTest {

	@Test
	void everyPackageIsDescribed() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
			final List<Path> packages = files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent).distinct().toList();
			assertEquals(List.of(), packages.stream().filter(folder -> !Files.exists(folder.resolve("package-info.java"))).toList());
		}
	}
}
