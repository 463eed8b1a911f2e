package org.anomalyflow.model;

/** How the maps of several scales become one anomaly map, pixel by pixel, after each was enlarged to the image. */
public enum MapFusion {
	MEAN, PRODUCT
}
