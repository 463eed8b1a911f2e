/**
 * Arrays of numbers as Zarr stores them: a folder with a description and one file for each chunk, version 2 and 3 of the
 * format. What the numbers mean, {@link org.anomalyflow.image} knows.
 */
package org.anomalyflow.image.zarr;
