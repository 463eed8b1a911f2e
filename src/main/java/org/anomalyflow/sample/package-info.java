/** Synthetic parts with defects and masks, to try the program with. */
package org.anomalyflow.sample;
