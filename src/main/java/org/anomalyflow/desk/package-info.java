/**
 * Windows of the desktop hosts: what people see in plain ImageJ and in ImageJ2 alike, made of AWT and Swing. Knows commands and
 * results, and no host: a host says where entries are remembered and what its main window is.
 */
package org.anomalyflow.desk;
