/** Invertible modules of normalizing flows. */
package org.anomalyflow.flow;
