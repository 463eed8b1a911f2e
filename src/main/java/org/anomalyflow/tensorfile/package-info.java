/** Files of tensors: safetensors, and PyTorch checkpoints read without Python and without running anything of theirs. */
package org.anomalyflow.tensorfile;
