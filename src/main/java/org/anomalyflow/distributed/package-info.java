/** Work cut into small items, which several processes or machines share without knowing of each other. */
package org.anomalyflow.distributed;
