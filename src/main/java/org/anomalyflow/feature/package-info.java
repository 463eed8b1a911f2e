/** From images to the feature maps that a detector reads. */
package org.anomalyflow.feature;
