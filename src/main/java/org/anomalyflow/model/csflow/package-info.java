/** CS-Flow (Rudolph et al., WACV 2022). */
package org.anomalyflow.model.csflow;
