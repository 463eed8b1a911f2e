package org.anomalyflow.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.Function;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.tensorfile.HostTensor;

/**
 * The detector that a checkpoint holds, checked to be complete.
 *
 * @param model the kind of detector
 * @param channels channels of each feature map that it reads; one number where all have the same
 * @param finestSide side of the finest feature map, in its pixels, where the checkpoint tells
 * @param settings makes the settings of a model file, given the shapes of the feature maps of one image, [C, H, W]
 * @param tensors its tensors under this project's names, with permutations as orders
 * @param notes what the user should know
 * @param backbone the backbone that the checkpoint names, if it does
 */
public record CheckpointContent(String model, List<Integer> channels, OptionalInt finestSide, Function<List<Shape>, JsonObject> settings,
	SortedMap<String, HostTensor> tensors, List<String> notes, Optional<String> backbone)
{}
