/**
 * The SciJava commands. Their fields declare the parameters of all hosts; each one runs as one call of the facade.
 */
package org.anomalyflow.command;
