package org.anomalyflow.tensor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/**
 * A stateless function in TorchScript, compiled by the engine from readable source: many operators in one call, among
 * them those that DJL's arrays lack, such as a cast that can be differentiated.
 * <p>
 * The source is a resource beside the class that uses it, {@code NAME.py}: the methods of a class {@code K(Module)} with
 * at least {@code forward}. {@code {{key}}} in it is replaced before it is compiled. What compiles it is the reader of
 * TorchScript archives, so that operators are written {@code torch.name(...)}, with all types declared. Such an archive
 * is a ZIP of a pickled empty object of that class and the source.
 */
public final class ScriptedFunction implements AutoCloseable {

	/** An object of class {@code __torch__.K} with the single attribute {@code training = False}. */
	private static final String EMPTY_OBJECT =
		"\u0080\u0002c__torch__\nK\nq\u0000)\u0081}(X\b\u0000\u0000\u0000trainingq\u0001\u0089ub.";
	private static final String EMPTY_TUPLE = "\u0080\u0002).";
	private static final String CLASS_HEAD =
		"class K(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

	private final Model model;
	private final ParameterStore noParameters;

	private ScriptedFunction(final Model model) {
		this.model = model;
		noParameters = new ParameterStore(model.getNDManager(), false);
	}

	/**
	 * Compiles a function.
	 *
	 * @param user the class beside which the resource lies
	 * @param name the resource's name without {@code .py}
	 * @param replacements pairs of key and value
	 * @throws AnomalyFlowException if there is no such resource or the engine does not compile it
	 */
	static ScriptedFunction compile(final Class<?> user, final String name, final Object... replacements) {
		String source = source(user, name);
		for (int i = 0; i < replacements.length; i += 2)
			source = source.replace("{{" + replacements[i] + "}}", replacements[i + 1].toString());
		// The graph optimizer would compile anew for each size of image; a plain interpreter is as fast here.
		System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
		final Model model = Model.newInstance(name, "PyTorch");
		try {
			model.load(new ByteArrayInputStream(archive(source)));
			return new ScriptedFunction(model);
		}
		catch (IOException | MalformedModelException | RuntimeException e) {
			model.close();
			throw new AnomalyFlowException("The engine does not compile the function " + name + ": " + Messages.reason(e),
				e);
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

	private static byte[] archive(final String methods) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			store(zip, "f/data.pkl", EMPTY_OBJECT);
			store(zip, "f/code/__torch__.py", CLASS_HEAD + methods.indent(2));
			store(zip, "f/constants.pkl", EMPTY_TUPLE);
			store(zip, "f/version", "3\n");
			store(zip, "f/byteorder", "little");
		}
		return bytes.toByteArray();
	}

	private static void store(final ZipOutputStream zip, final String name, final String text) throws IOException {
		final byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
		final CRC32 crc = new CRC32();
		crc.update(content);
		final ZipEntry entry = new ZipEntry(name);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(content.length);
		entry.setCrc(crc.getValue());
		zip.putNextEntry(entry);
		zip.write(content);
		zip.closeEntry();
	}

	/**
	 * Calls {@code forward}.
	 *
	 * @param differentiable whether results remember how they were made; true only inside a gradient collector
	 * @param arguments the tensors {@code forward} takes, in order
	 * @return the tensors it returns, in order; they belong to the scope of the first argument
	 */
	public NDList call(final boolean differentiable, final NDArray... arguments) {
		return model.getBlock().forward(noParameters, new NDList(arguments), differentiable);
	}

	/** As {@link #call}, for another method of the source. */
	public NDList callMethod(final String method, final boolean differentiable, final NDArray... arguments) {
		// DJL's way to name a method: a further argument that is not passed on.
		try (NDArray selector = arguments[0].getManager().create(0)) {
			selector.setName("module_method:" + method);
			final NDList list = new NDList(arguments);
			list.add(selector);
			return model.getBlock().forward(noParameters, list, differentiable);
		}
	}

	@Override
	public void close() {
		model.close();
	}
}
