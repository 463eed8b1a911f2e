/** Dialogs, macro keys, progress and results in plain ImageJ. */
package org.anomalyflow.host.imagej1;
