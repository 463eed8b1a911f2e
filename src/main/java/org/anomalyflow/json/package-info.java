/**
 * JSON from files that anybody may have written: read within limits ({@link org.anomalyflow.json.JsonText}) and compared with
 * a declared {@link org.anomalyflow.json.Specification} before anything is made of it.
 */
package org.anomalyflow.json;
