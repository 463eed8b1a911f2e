/**
 * Reads large images tile by tile: cuts them ({@link org.anomalyflow.inference.tile.TileGrid}), has each tile read and blends
 * what was read ({@link org.anomalyflow.inference.tile.TiledReader}). Knows no detector: what reads a tile is given
 * ({@link org.anomalyflow.inference.tile.TileModel}).
 */
package org.anomalyflow.inference.tile;
