/**
 * Weights of pretrained networks: tensor files, PyTorch checkpoints read without Python, the store, downloads.
 */
package org.anomalyflow.weights;
