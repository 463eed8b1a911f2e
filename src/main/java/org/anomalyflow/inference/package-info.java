/** From an image and a model to score, heatmap, verdict, mask and regions. */
package org.anomalyflow.inference;
