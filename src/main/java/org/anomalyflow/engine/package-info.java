/** The engine: device, precision, memory, scripted functions. */
package org.anomalyflow.engine;
