/**
 * Frozen networks that turn images into feature maps: the filter bank, which needs no weights, and pretrained ones.
 */
package org.anomalyflow.backbone;
