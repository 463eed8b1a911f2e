/** Model files: the archive, what its description says and must be, and its tensors. */
package org.anomalyflow.bundle;
