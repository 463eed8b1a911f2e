/** MSFlow: a flow for each feature map, and one that joins them. */
package org.anomalyflow.model.msflow;
