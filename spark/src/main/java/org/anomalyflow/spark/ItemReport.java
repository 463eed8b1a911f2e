package org.anomalyflow.spark;

import java.io.Serializable;

/**
 * How the work on an item went.
 *
 * @param item its number
 * @param parts how many images or runs it has
 * @param executor where
 * @param seconds how long it took
 * @param failure why it is not done, though it was tried as often as Spark allows; null if it is done
 */
record ItemReport(int item, int parts, String executor, double seconds, String failure) implements Serializable {}
