package org.anomalyflow.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;

import org.anomalyflow.tensorfile.TensorSource;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/**
 * A function in TorchScript, compiled by the engine from readable source: many operators in one call, among them those
 * that DJL's arrays lack, such as a cast that can be differentiated.
 * <p>
 * The source of most is a resource beside the class that uses it, {@code NAME.py}: the methods of a class
 * {@code K(Module)} with at least {@code forward}. {@code {{key}}} in it is replaced before it is compiled. What compiles
 * it is the reader of TorchScript archives, so that operators are written {@code torch.name(...)}, with all types declared.
 */
public final class ScriptedFunction implements AutoCloseable {

	/** The name that sources give to their own class. */
	private static final String SELF = "__torch__.K";

	private final Model model;
	private final String source;
	private final AtomicReference<Trace> tracing;
	private final ParameterStore noParameters;

	private ScriptedFunction(final Model model, final String source, final AtomicReference<Trace> tracing) {
		this.model = model;
		this.source = source;
		this.tracing = tracing;
		noParameters = new ParameterStore(model.getNDManager(), false);
	}

	/**
	 * Compiles a function.
	 *
	 * @param tracing where calls are noted while it holds a trace
	 * @param user the class beside which the resource lies
	 * @param name the resource's name without {@code .py}
	 * @param replacements pairs of key and value
	 * @throws AnomalyFlowException if there is no such resource or the engine does not compile it
	 */
	static ScriptedFunction compile(final AtomicReference<Trace> tracing, final Class<?> user, final String name,
		final Object... replacements)
	{
		String source = source(user, name);
		for (int i = 0; i < replacements.length; i += 2)
			source = source.replace("{{" + replacements[i] + "}}", replacements[i + 1].toString());
		return new ScriptedFunction(load(name, type("K", List.of(), source), "K", List.of(), new TreeMap<>()), source, tracing);
	}

	/**
	 * Compiles a function from the source of its classes; see {@link ScriptArchive#write}. Calls of it are never noted.
	 */
	static ScriptedFunction compile(final String code, final String type, final List<String[]> members,
		final SortedMap<String, TensorSource> tensors)
	{
		return new ScriptedFunction(load(type, code, type, members, tensors), code, new AtomicReference<>());
	}

	private static Model load(final String name, final String code, final String type, final List<String[]> members,
		final SortedMap<String, TensorSource> tensors)
	{
		final Model model = Model.newInstance(name, "PyTorch");
		try {
			final ByteArrayOutputStream archive = new ByteArrayOutputStream();
			ScriptArchive.write(archive, "f", type, code, members, tensors);
			model.load(new ByteArrayInputStream(archive.toByteArray()));
			// DJL makes an empty folder for each model, which stays behind where a process is killed.
			Files.deleteIfExists(model.getModelPath());
			return model;
		}
		catch (IOException | MalformedModelException | RuntimeException e) {
			model.close();
			throw new AnomalyFlowException("The engine does not compile the function " + name + ": " + Messages.reason(e), e);
		}
	}

	/** The text of a resource {@code NAME.py} beside a class. */
	public static String source(final Class<?> user, final String name) {
		try (InputStream in = user.getResourceAsStream(name + ".py")) {
			if (in == null)
				throw new AnomalyFlowException("There is no function " + name);
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read the function " + name + ": " + Messages.reason(e), e);
		}
	}

	/**
	 * The source of a class.
	 *
	 * @param name its name
	 * @param attributes declarations {@code NAME : TYPE}
	 * @param methods its methods, in which it is called {@code __torch__.K}
	 */
	static String type(final String name, final List<String> attributes, final String methods) {
		final StringBuilder code = new StringBuilder(
			"class " + name + "(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
		attributes.forEach(attribute -> code.append("  ").append(attribute).append('\n'));
		return code.append(methods.replace(SELF, "__torch__." + name).indent(2)).toString();
	}

	/**
	 * Calls {@code forward}.
	 *
	 * @param differentiable whether results remember how they were made; true only inside a gradient collector
	 * @param arguments the tensors {@code forward} takes, in order
	 * @return the tensors it returns, in order; they belong to the scope of the first argument
	 */
	public NDList call(final boolean differentiable, final NDArray... arguments) {
		return noted("forward", arguments, run(new NDList(arguments), differentiable));
	}

	/**
	 * The graph optimizer would compile anew for each size of image; a plain interpreter is as fast here. It is a setting of
	 * the thread, which belongs to somebody else.
	 */
	private NDList run(final NDList arguments, final boolean differentiable) {
		EngineRest.check();
		JniUtils.setGraphExecutorOptimize(false);
		try {
			return model.getBlock().forward(noParameters, arguments, differentiable);
		}
		finally {
			JniUtils.setGraphExecutorOptimize(true);
		}
	}

	private NDList noted(final String method, final NDArray[] arguments, final NDList results) {
		final Trace trace = tracing.get();
		if (trace != null)
			trace.add(source, method, arguments, results);
		return results;
	}

	/** As {@link #call}, for another method of the source. */
	public NDList callMethod(final String method, final boolean differentiable, final NDArray... arguments) {
		// DJL's way to name a method: a further argument that is not passed on.
		try (NDArray selector = arguments[0].getManager().create(0)) {
			selector.setName("module_method:" + method);
			final NDList list = new NDList(arguments);
			list.add(selector);
			return noted(method, arguments, run(list, differentiable));
		}
	}

	@Override
	public void close() {
		model.close();
	}
}
