/** The command line, and ImageJ macros without a display. */
package org.anomalyflow.host.cli;
