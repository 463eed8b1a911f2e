/** Anomaly Flow's batch work on Apache Spark: the driver lists plain items, executors do them, the driver merges. */
package org.anomalyflow.spark;
