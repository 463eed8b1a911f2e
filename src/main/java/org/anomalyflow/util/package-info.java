/** What everything else needs: failures with messages for users, progress, files that are written whole. */
package org.anomalyflow.util;
