/** Work on many images: folders and data sets, which can be broken off and gone on with. */
package org.anomalyflow.evaluation;
