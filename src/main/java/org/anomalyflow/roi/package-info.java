/**
 * From heatmaps to regions: thresholding ({@link org.anomalyflow.roi.PixelMasks}), measuring
 * ({@link org.anomalyflow.roi.Regions}), drawing ({@link org.anomalyflow.roi.Overlays}) and tabulating
 * ({@link org.anomalyflow.roi.ResultTables}). Nothing here needs a display or the engine.
 */
package org.anomalyflow.roi;
