/** FastFlow: a flow of plain convolutions for each feature map. */
package org.anomalyflow.model.fastflow;
