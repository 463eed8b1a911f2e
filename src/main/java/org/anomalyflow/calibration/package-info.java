/** What models read off good images, and the thresholds and rules for regions that are made of it. */
package org.anomalyflow.calibration;
