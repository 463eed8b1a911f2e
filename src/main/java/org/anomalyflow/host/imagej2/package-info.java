/**
 * What makes the commands behave well in ImageJ2 and Fiji: progress, cancelling, images, tables and failures
 * ({@link org.anomalyflow.host.imagej2.ImageJ2FrontEnd}); checked inputs without dialogs in macros and on the command
 * line ({@link org.anomalyflow.host.imagej2.MacroInputs}, {@link org.anomalyflow.host.imagej2.CheckedCodeRunner}). Knows
 * ImageJ 1.x and SciJava Common only, and finds out at run time what else is there.
 */
package org.anomalyflow.host.imagej2;
