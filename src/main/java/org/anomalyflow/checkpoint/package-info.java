/** Checkpoints of other programs in; state dicts and TorchScript programs out. */
package org.anomalyflow.checkpoint;
