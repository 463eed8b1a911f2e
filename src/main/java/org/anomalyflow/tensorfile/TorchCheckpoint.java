package org.anomalyflow.tensorfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/**
 * A file written by {@code torch.save}, read without Python and without executing anything in it. Both formats are
 * understood: the ZIP of PyTorch 1.6 and later, and the older stream.
 * <p>
 * The content is plain data: Map (also for {@code OrderedDict}), List (also for tuples), Set, String, Long, BigInteger,
 * Double, Boolean, {@code byte[]}, null, {@link HostTensor}. Dense tensors of the types in {@link TensorType} are
 * understood, with any strides; parameters read as tensors. As in Python, a container may contain itself.
 */
public final class TorchCheckpoint {

	/** The classes of PyTorch's own layers, containers and parameters, as they stand in a whole pickled model. */
	public static final Predicate<String> TORCH_MODULES = name -> name.startsWith("torch.nn.modules.");

	/** Prefixes that wrappers such as {@code DataParallel} and training frameworks put before every name. */
	public static final List<String> WRAPPER_PREFIXES = List.of("module.", "model.");

	private final Path file;
	private final Object root;

	private TorchCheckpoint(final Path file, final Object root) {
		this.file = file;
		this.root = root;
	}

	/**
	 * Reads a file that holds tensors in dictionaries and lists.
	 *
	 * @throws AnomalyFlowException if it is damaged, or names a Python class or function that tensors do not need; the
	 *           message tells the name
	 */
	public static TorchCheckpoint read(final Path file) {
		return readObjects(file, name -> false);
	}

	/**
	 * Reads a file that also holds instances of classes, for example a whole pickled model: they become
	 * {@link PickledObject}s, inert data. Names that are not accepted are refused as in {@link #read}.
	 *
	 * @param file the file
	 * @param inertClasses accepts full names such as {@code torch.nn.modules.conv.Conv2d}, see {@link #TORCH_MODULES}
	 */
	public static TorchCheckpoint readObjects(final Path file, final Predicate<String> inertClasses) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			return new TorchCheckpoint(file, read(channel, inertClasses));
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read " + file + ": " + Messages.reason(e), e);
		}
		catch (final AnomalyFlowException e) {
			throw new AnomalyFlowException("Cannot read the PyTorch file " + file + ": " + e.getMessage(), e);
		}
	}

	private static Object read(final FileChannel channel, final Predicate<String> inertClasses) throws IOException {
		final FileBytes file = new FileBytes(channel);
		final byte[] start = new byte[(int) Math.min(file.length(), TorchStream.MAGIC.length)];
		file.read(0, start.length).get(start);
		if (start.length >= 2 && start[0] == 'P' && start[1] == 'K')
			return TorchZip.read(channel, inertClasses);
		if (ByteBuffer.wrap(start).equals(ByteBuffer.wrap(TorchStream.MAGIC)))
			return TorchStream.read(channel, inertClasses);
		throw new AnomalyFlowException("it begins neither as a ZIP file nor with PyTorch's magic number" +
			(start.length > 0 && start[0] == '<' ? "; it looks like a web page, fetch it again" : ""));
	}

	/** What the file holds. */
	public Object root() {
		return root;
	}

	/** The model's tensors by name, without the {@link #WRAPPER_PREFIXES}; see {@link #stateDict(List)}. */
	public SortedMap<String, HostTensor> stateDict() {
		return stateDict(WRAPPER_PREFIXES);
	}

	/**
	 * The model's tensors by name. They are looked for under {@code state_dict}, {@code model_state_dict} and
	 * {@code model}, then in the whole content; names of nested dictionaries are joined by dots. A pickled module gives
	 * its parameters and persistent buffers. Values that are not tensors are left out.
	 *
	 * @param prefixes beginnings of names to remove, each only where all names share it
	 * @throws AnomalyFlowException if there are no tensors
	 */
	public SortedMap<String, HostTensor> stateDict(final List<String> prefixes) {
		try {
			return StateDicts.withoutPrefixes(StateDicts.find(root), prefixes);
		}
		catch (final AnomalyFlowException e) {
			throw new AnomalyFlowException("Cannot use the PyTorch file " + file + ": " + e.getMessage(), e);
		}
	}
}
