/** PaDiM (Defard et al., ICPR 2021). */
package org.anomalyflow.model.padim;
