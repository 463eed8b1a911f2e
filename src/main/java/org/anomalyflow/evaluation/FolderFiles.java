package org.anomalyflow.evaluation;

import java.nio.file.Path;

/** Where the images of a folder come from and where their outputs lie: folders of this machine, or another file system. */
public interface FolderFiles {

	/**
	 * Brings an image to where it can be read.
	 *
	 * @param image its path in the input folder, with slashes
	 * @return a file, of the same name; it need not be there
	 * @throws org.anomalyflow.util.AnomalyFlowException if this image cannot be had; the others may
	 */
	Path fetch(String image);

	/**
	 * Whether an output is there.
	 *
	 * @param file its path in the output folder, with slashes
	 * @param size in bytes
	 */
	boolean has(String file, long size);

	/** Folders of this machine. */
	static FolderFiles of(final Path input, final Path output) {
		return new FolderFiles() {

			@Override
			public Path fetch(final String image) {
				return input.resolve(image);
			}

			@Override
			public boolean has(final String file, final long size) {
				return new Written(file, size).isIn(output);
			}
		};
	}
}
