/** CFlow: conditional flows over the single cells of feature maps. */
package org.anomalyflow.model.cflow;
