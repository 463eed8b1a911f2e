package org.anomalyflow.model;

import java.util.SortedMap;

import com.google.gson.JsonObject;

import org.anomalyflow.weights.HostTensor;

/**
 * A detector as its model file has it.
 *
 * @param settings its settings
 * @param tensors its tensors
 * @param backbone name of the backbone
 * @param backboneTensors those of the backbone, under their own names; empty where nothing but the name is needed
 */
public record StoredDetector(JsonObject settings, SortedMap<String, HostTensor> tensors, String backbone,
	SortedMap<String, HostTensor> backboneTensors)
{}
