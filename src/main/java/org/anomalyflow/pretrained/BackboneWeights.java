package org.anomalyflow.pretrained;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.tensorfile.StateDicts;
import org.anomalyflow.tensorfile.TensorCheck;
import org.anomalyflow.tensorfile.TorchCheckpoint;

/**
 * The checked weights of a backbone, ready for its network.
 *
 * @param file where they were read
 * @param recognition architecture, origin, padding and epsilon
 * @param tensors all tensors that the backbone uses, under its own names (see {@link WeightsArchitecture#shapes}), those of
 *          further stages if the file has them, and no others
 */
public record BackboneWeights(Path file, WeightsRecognition recognition, SortedMap<String, HostTensor> tensors) {

	/**
	 * Reads, recognises, translates and checks a file.
	 *
	 * @param file a PyTorch or safetensors file
	 * @param origin where the weights come from; null to go by the file
	 * @throws org.anomalyflow.util.AnomalyFlowException if it cannot be read, is not the weights of a known network, lacks
	 *           tensors, has others, wrong shapes, NaN or infinite values; all tensors concerned are named
	 */
	public static BackboneWeights read(final Path file, final WeightsOrigin origin) {
		return Content.read(file).check(file, origin);
	}

	/**
	 * Recognises, translates and checks the tensors of a backbone that are part of a checkpoint, as {@link #read} does.
	 *
	 * @param file the checkpoint
	 * @param tensors the backbone's part, under the names that its own file would have
	 */
	public static BackboneWeights within(final Path file, final SortedMap<String, HostTensor> tensors) {
		return new Content(tensors, Map.of()).check(file, null);
	}

	/**
	 * What a backbone must know of the weights besides their tensors; empty for nothing.
	 *
	 * @param further whether it is to deliver the maps of further stages where the file has them
	 */
	public String variant(final boolean further) {
		final String line = recognition.variant();
		return further && hasFurther() ? (line + " " + recognition.architecture().layout().furtherVariant()).trim() : line;
	}

	private boolean hasFurther() {
		return !Collections.disjoint(recognition.architecture().layout().further().keySet(), tensors.keySet());
	}

	/** The tensors without those of further stages. */
	public SortedMap<String, HostTensor> needed() {
		final SortedMap<String, HostTensor> needed = new TreeMap<>(tensors);
		needed.keySet().retainAll(recognition.architecture().shapes().keySet());
		return needed;
	}

	/** What a file is, by the names and shapes of its tensors; their values are not looked at. */
	static WeightsRecognition recognise(final Path file, final WeightsOrigin origin) {
		return Content.read(file).recognise(file, origin);
	}

	/** All tensors of a file, wrapper prefixes removed, and its own key-value pairs. */
	private record Content(SortedMap<String, HostTensor> tensors, Map<String, String> metadata) {

		static Content read(final Path file) {
			if (!file.getFileName().toString().endsWith(".safetensors"))
				return new Content(TorchCheckpoint.read(file).stateDict(), Map.of());
			try (SafeTensors tensors = SafeTensors.open(file)) {
				return new Content(StateDicts.withoutPrefixes(tensors.tensors(), TorchCheckpoint.WRAPPER_PREFIXES), tensors.metadata());
			}
		}

		BackboneWeights check(final Path file, final WeightsOrigin origin) {
			final WeightsRecognition recognition = recognise(file, origin);
			final SortedMap<String, HostTensor> translated = StateDictNames.translate(tensors, recognition.architecture(), recognition.scheme());
			TensorCheck.of(expected(recognition.architecture(), translated), translated).orThrow(file + " as " + recognition.architecture().id());
			return new BackboneWeights(file, recognition, translated);
		}

		private static SortedMap<String, long[]> expected(final WeightsArchitecture architecture, final SortedMap<String, HostTensor> tensors) {
			final SortedMap<String, long[]> expected = new TreeMap<>(architecture.shapes());
			final SortedMap<String, long[]> further = architecture.layout().further();
			if (!Collections.disjoint(further.keySet(), tensors.keySet()))
				expected.putAll(further);
			return expected;
		}

		WeightsRecognition recognise(final Path file, final WeightsOrigin origin) {
			final SortedMap<String, long[]> shapes = new TreeMap<>();
			tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
			return WeightsRecognition.of(shapes, metadata, file.getFileName().toString(), origin);
		}
	}
}
