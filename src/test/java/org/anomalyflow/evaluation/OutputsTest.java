package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.dataset.ResultFolders;
import org.anomalyflow.report.Evaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {

	@TempDir
	Path folder;

	@Test
	void foldersOfPicturesAreKnownAsResults() throws IOException {
		final List<Path> results = new ArrayList<>();
		for (final Outputs.Kind kind : Outputs.Kind.values())
			if (kind != Outputs.Kind.TABLES)
				results.add(kind.folder(folder));
		results.add(Evaluation.parts(folder, "run").getParent());
		results.forEach(result -> assertFalse(ResultFolders.isOne(result), "a folder of the user's: " + result));
		Files.createFile(folder.resolve(Journal.PREFIX + "finished"));
		results.forEach(result -> assertTrue(ResultFolders.isOne(result), result.toString()));
		assertFalse(ResultFolders.isOne(folder.resolve("good")));
	}
}
