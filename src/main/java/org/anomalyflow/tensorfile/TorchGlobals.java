package org.anomalyflow.tensorfile;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The names that a PyTorch checkpoint may use and what is done for them: the functions that rebuild tensors, ordered
 * dictionaries and sets. Names that {@code inertClasses} accepts become {@link PickledObject}s. Every other name is refused.
 */
final class TorchGlobals implements Unpickler.Globals {

	/** Where storages come from. */
	@FunctionalInterface
	interface Storages {

		/**
		 * @param key the storage's name in the file
		 * @param type its element type; null if untyped
		 * @param elements how many elements it claims to have
		 */
		TorchStorage storage(String key, TensorType type, long elements);
	}

	/** Stands for a function of the allow-list between its naming and its call. */
	private record Allowed(String name, Function<List<Object>, Object> function) {}

	private final Map<String, Function<List<Object>, Object>> functions = Map.of("collections.OrderedDict", TorchGlobals::dictionary,
		"builtins.set", TorchGlobals::set, "builtins.frozenset", TorchGlobals::set, "torch.Size", arguments -> arguments.get(0), "torch.device",
		arguments -> String.valueOf(arguments.get(0)), "_codecs.encode", TorchGlobals::encode, "torch._utils._rebuild_tensor", this::tensor,
		"torch._utils._rebuild_tensor_v2", this::tensor, "torch._utils._rebuild_tensor_v3", this::typedTensor);

	private final Map<String, Function<List<Object>, Object>> wrappers = Map.of("torch._utils._rebuild_parameter", TorchGlobals::first,
		"torch._utils._rebuild_parameter_with_state", TorchGlobals::first);

	private final Storages storages;
	private final Predicate<String> inertClasses;
	private final TorchStorage.CopyBudget copies;

	TorchGlobals(final Storages storages, final Predicate<String> inertClasses, final TorchStorage.CopyBudget copies) {
		this.storages = storages;
		this.inertClasses = inertClasses;
		this.copies = copies;
	}

	@Override
	public Object find(final PickledGlobal global) {
		final String name = global.name();
		final Function<List<Object>, Object> function = functions.getOrDefault(name, wrappers.get(name));
		if (function != null)
			return new Allowed(name, function);
		final TorchStorage.ElementType type = TorchStorage.elementType(name);
		if (type != null)
			return type;
		if (inertClasses.test(name))
			return global;
		throw new AnomalyFlowException(
			"it asks Python for " + name + ", which is not among the names that tensors need; nothing of it was executed. " + advice(name));
	}

	private static String advice(final String name) {
		if (name.startsWith("torch._utils._rebuild") || name.startsWith("torch._tensor") || name.endsWith("Storage"))
			return "Save the tensors as ordinary dense ones, for example {k: v.detach().cpu().clone() for k, v in " +
				"model.state_dict().items()}.";
		return "If the file is a whole pickled model and you trust it, load it in Python and save only its tensors: " +
			"torch.save(model.state_dict(), \"weights.pth\")";
	}

	@Override
	public Object call(final Object callable, final List<Object> arguments) {
		if (callable instanceof Allowed allowed)
			try {
				return allowed.function().apply(arguments);
			}
			catch (final IndexOutOfBoundsException | ClassCastException | NullPointerException e) {
				throw new AnomalyFlowException("it calls " + allowed.name() + " with arguments that do not fit", e);
			}
		if (callable instanceof PickledGlobal global)
			return new PickledObject(global.name(), arguments);
		if (callable instanceof PickledObject object)
			return new PickledObject(object.className(), arguments);
		throw new AnomalyFlowException("it calls something that is not a function");
	}

	@Override
	public Object persistent(final Object id) {
		if (!(id instanceof List<?> parts) || parts.size() < 5 || !"storage".equals(parts.get(0)) ||
			!(parts.get(1) instanceof TorchStorage.ElementType type) || !(parts.get(2) instanceof String key))
			throw new AnomalyFlowException("it refers to something outside that is not a storage of numbers");
		final long elements = TorchStorage.number(parts.get(4), "number of elements");
		final TorchStorage storage = storages.storage(key, type.type(), elements);
		return parts.size() > 5 && parts.get(5) != null ? view(storage, parts.get(5)) : storage;
	}

	/** A part of a storage, as the older format notes it: its own key, first element, number of elements. */
	private static TorchStorage view(final TorchStorage storage, final Object metadata) {
		if (storage == TorchStorage.UNREAD)
			return storage;
		if (!(metadata instanceof List<?> parts) || parts.size() != 3 || storage.type() == null)
			throw new AnomalyFlowException("it has a view of a storage that cannot be understood");
		final int width = storage.type().bytes();
		final long offset = TorchStorage.number(parts.get(1), "view offset");
		final long length = TorchStorage.number(parts.get(2), "view length");
		final long all = storage.bytes().remaining() / width;
		if (offset < 0 || length < 0 || offset > all || length > all - offset)
			throw new AnomalyFlowException("it has a view of " + length + " elements from " + offset + " on of a storage that has " + all);
		return new TorchStorage(storage.type(), storage.bytes().slice((int) offset * width, (int) length * width));
	}

	private Object tensor(final List<Object> arguments) {
		final TorchStorage storage = (TorchStorage) arguments.get(0);
		return tensor(storage, storage.type(), arguments);
	}

	private Object typedTensor(final List<Object> arguments) {
		return tensor((TorchStorage) arguments.get(0), ((TorchStorage.ElementType) arguments.get(6)).type(), arguments);
	}

	private HostTensor tensor(final TorchStorage storage, final TensorType type, final List<Object> arguments) {
		if (storage == TorchStorage.UNREAD)
			return HostTensor.of(new float[0], 0);
		final long[] shape = TorchStorage.longs(arguments.get(2), "shape");
		final long[] strides = TorchStorage.longs(arguments.get(3), "strides");
		if (type == null || shape.length != strides.length)
			throw new AnomalyFlowException("it has a tensor without type, or with " + shape.length + " axes and " + strides.length + " strides");
		return storage.tensor(type, TorchStorage.number(arguments.get(1), "offset"), shape, strides, copies);
	}

	private static Object first(final List<Object> arguments) {
		return (HostTensor) arguments.get(0);
	}

	private static Object dictionary(final List<Object> arguments) {
		final Map<Object, Object> map = new LinkedHashMap<>();
		if (!arguments.isEmpty())
			for (final Object pair : (List<?>) arguments.get(0))
				map.put(PickledKeys.check(((List<?>) pair).get(0)), ((List<?>) pair).get(1));
		return map;
	}

	@SuppressWarnings("unchecked")
	private static Object set(final List<Object> arguments) {
		return PickledKeys.set(arguments.isEmpty() ? List.of() : (List<Object>) arguments.get(0));
	}

	/** How protocol 2 writes bytes: as text of the same code points. */
	private static Object encode(final List<Object> arguments) {
		return ((String) arguments.get(0)).getBytes(StandardCharsets.ISO_8859_1);
	}
}
