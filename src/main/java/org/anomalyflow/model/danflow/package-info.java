/** DANFlow, as its public code computes it. */
package org.anomalyflow.model.danflow;
