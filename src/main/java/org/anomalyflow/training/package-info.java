/** From good images to a calibrated model file. */
package org.anomalyflow.training;
