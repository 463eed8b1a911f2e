/** MemSeg: a segmentation network that learns from painted defects, beside a memory of good images. */
package org.anomalyflow.model.memseg;
