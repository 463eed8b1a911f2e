/** Weights of pretrained networks: which there are, how files of them are recognised, and where they are kept. */
package org.anomalyflow.pretrained;
