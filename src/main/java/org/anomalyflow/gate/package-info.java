/** Tells images of another kind than those of the training. */
package org.anomalyflow.gate;
