package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.dataset.ResultFolders;
import org.anomalyflow.report.Evaluation;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {

	@TempDir
	Path folder;

	@Test
	void aFormatGoesWithAnImage() {
		assertEquals(Outputs.parse("tables+labels").toString(), Outputs.parse(" LABELS + Tables").toString());
		assertNotEquals(Outputs.parse("labels").toString(), Outputs.parse("labels+ome-tiff").toString(), "a journal tells them apart");
		for (final String wrong : List.of("ome-tiff", "tables+ome-tiff", "overlays+rois+ome-tiff", "labels+ometiff", "ome-zarr",
			"tables+ome-zarr", ""))
			assertTrue(assertThrows(InvalidParameterException.class, () -> Outputs.parse(wrong)).getMessage().contains("ome-tiff"), wrong);
		assertThrows(InvalidParameterException.class, () -> Outputs.ofOneImage("tables+labels"));
	}

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
