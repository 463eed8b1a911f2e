/** Tables, curves and reports of what was measured. */
package org.anomalyflow.report;
