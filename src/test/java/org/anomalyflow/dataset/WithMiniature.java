package org.anomalyflow.dataset;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that build a small data set of their own. */
abstract class WithMiniature {

	@TempDir
	Path folder;

	Miniature mini;

	@BeforeEach
	void begin() {
		mini = new Miniature(folder.resolve("data"));
	}
}
