/** SPADE (Cohen and Hoshen, arXiv 2005.02357). */
package org.anomalyflow.model.spade;
