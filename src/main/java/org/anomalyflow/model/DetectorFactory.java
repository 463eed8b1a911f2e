package org.anomalyflow.model;

import java.util.List;
import java.util.SortedMap;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.json.Specification;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.threshold.ScoreScale;
import org.scijava.plugin.SciJavaPlugin;

/**
 * One kind of detector, and everything that is known about it alone. Its shape is described by settings that a model file
 * holds as JSON; the tensors beside are what it has learned. A kind is a {@link FlowFactory}, which learns by gradients, or
 * a {@link OnePassFactory}, which looks at each image once.
 * <p>
 * Kinds are found as SciJava plug-ins of this type, so that any jar can add one: a public class with a constructor without
 * arguments, marked {@code @Plugin(type = DetectorFactory.class, name = "...")}. The name is what the parameter
 * {@code model} knows; a kind of higher priority is listed before others.
 */
public interface DetectorFactory extends SciJavaPlugin {

	/** The name that the parameter {@code model} knows, that of the annotation. */
	String name();

	/** What values its scores and anomaly maps take; higher always means more anomalous. */
	ScoreScale scoreScale();

	/** Where in its maps its own score is found, if it is one of a place. */
	default ScorePlace scorePlace() {
		return ScorePlace.WHOLE_IMAGE;
	}

	/** The backbone that the paper uses, taken where its weights are there. */
	String ownBackbone();

	/** What a user can choose about this kind alone; may be empty. */
	List<DetectorOption> options();

	/**
	 * Its choices on a backbone.
	 *
	 * @param backbone the backbone's name
	 */
	DetectorDefaults defaults(String backbone);

	/** As {@link #defaults(String)}, for a detector of which a user chose something that changes it. */
	default DetectorDefaults defaults(final String backbone, final DetectorOptions options) {
		return defaults(backbone);
	}

	/**
	 * Which feature maps it reads.
	 *
	 * @param backbone the backbone's name
	 */
	FeatureLayout layout(String backbone);

	/**
	 * The settings of a new detector, as far as they do not depend on what it learns.
	 *
	 * @param input what it is going to read
	 * @param options the user's choices
	 * @throws org.anomalyflow.util.InvalidParameterException if an option does not fit the features
	 */
	JsonObject settings(DetectorInput input, DetectorOptions options);

	/** What the settings in a model file must be, member by member. */
	Specification specification();

	/**
	 * The feature maps that a detector of these settings reads.
	 *
	 * @return one shape per map, [C, H, W]; -1 where any height or width will do
	 * @throws org.anomalyflow.util.AnomalyFlowException if the settings contradict each other
	 */
	List<Shape> features(JsonObject settings);

	/**
	 * What a pixel of its anomaly maps sees of the network's input, by which tiles of large images overlap: what the features
	 * see, and as much more as convolutions, neighbourhoods and smoothing of the detector add. Without further knowledge, what the
	 * features see.
	 *
	 * @param features what the cells of each map see
	 */
	default ReceptiveField receptiveField(final JsonObject settings, final List<ReceptiveField> features) {
		return ReceptiveField.widest(features);
	}

	/**
	 * All tensors that a detector of these settings has.
	 *
	 * @return name to shape
	 */
	SortedMap<String, long[]> tensors(JsonObject settings);

	/** Whether a tensor holds whole numbers, as permutations do. */
	boolean isInteger(String tensor);

	/** The forms in which other programs store detectors of this kind, as far as they are read here. */
	default List<CheckpointFormat> checkpointFormats() {
		return List.of();
	}

	/** How its tensors are named in exported state dicts. */
	default StateDict stateDict() {
		return StateDict.OWN;
	}

	/**
	 * A detector with given tensors, as a model file has them.
	 *
	 * @param context where to compute; owns what is worked out of the tensors
	 * @throws org.anomalyflow.util.AnomalyFlowException if tensors are missing or do not fit the settings
	 */
	DetectorModel create(ComputeContext context, JsonObject settings, Parameters parameters);
}
