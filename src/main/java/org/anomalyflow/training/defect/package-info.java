/** Defects that are painted into good images, for detectors that learn from them. */
package org.anomalyflow.training.defect;
