/** Folders and data sets: which images there are, which of them are good, and which masks belong to them. */
package org.anomalyflow.dataset;
