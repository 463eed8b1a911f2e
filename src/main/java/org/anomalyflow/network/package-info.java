/** What the pretrained networks are made of: stages, names and shapes of tensors, padding. */
package org.anomalyflow.network;
