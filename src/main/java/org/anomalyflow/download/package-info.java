/** Downloads that somebody has agreed to: resumable, checked, one at a time. */
package org.anomalyflow.download;
