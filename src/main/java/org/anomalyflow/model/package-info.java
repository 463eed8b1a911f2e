/** The kinds of detectors: the contract that each of them keeps, and how they are found. */
package org.anomalyflow.model;
