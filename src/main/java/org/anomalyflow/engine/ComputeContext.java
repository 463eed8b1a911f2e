package org.anomalyflow.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

import org.anomalyflow.download.Consent;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/**
 * Where and how one run computes: engine, device, precision, and the root scope of its native memory. Everything that a
 * run allocates on the engine is freed at the latest when its context is closed; short-lived arrays belong into
 * {@link #newScope()}.
 */
public final class ComputeContext implements AutoCloseable {

	private final Engine engine;
	private final Device device;
	private final Precision precision;
	private final NDManager manager;
	private final Map<String, ScriptedFunction> functions = new HashMap<>();
	private final List<ScriptedFunction> recorded = new ArrayList<>();
	private Convolutions convolutions;
	private LinearLayers linearLayers;
	private final AtomicReference<Trace> tracing = new AtomicReference<>();
	private final boolean portable;

	private ComputeContext(final Engine engine, final Device device, final Precision precision, final boolean portable) {
		this.portable = portable;
		this.engine = engine;
		this.device = device;
		this.precision = precision;
		manager = engine.newBaseManager(device);
	}

	/**
	 * Starts the engine if need be and tells the user once what this run uses.
	 *
	 * @param device the parameter {@code device}: auto, cpu, gpu or gpu:N
	 * @param precision the parameter {@code precision}: auto, float32 or mixed
	 * @param progress where to tell the choice; asked before the engine's libraries are fetched, if they are not here
	 * @throws InvalidParameterException if a parameter is not allowed, or the GPU asked for is not there
	 */
	public static ComputeContext open(final String device, final String precision, final Progress progress) {
		final Precision chosenPrecision = Precision.parse(precision);
		DeviceChoice.choose(device, Integer.MAX_VALUE); // a misspelt device fails before the engine starts
		final Engine engine = EngineLoader.load(Consent.asking(progress), progress);
		final Device chosenDevice = DeviceChoice.choose(device, engine.getGpuCount());
		final ComputeContext context = new ComputeContext(engine, chosenDevice, chosenPrecision, false);
		progress.message("Engine: " + context.describe() + ("auto".equalsIgnoreCase(device) && !context.onGpu() ? " (no GPU found)" : ""));
		return context;
	}

	/** A context of its own on the same engine, device and precision, for memory that is to be freed earlier. */
	public ComputeContext newContext() {
		return new ComputeContext(engine, device, precision, portable);
	}

	/**
	 * A context in float32 on the CPU whose scripted functions use only operators that every build of the engine has, so
	 * that what they compute can be written as a program by {@link #trace}.
	 *
	 * @param progress asked before the engine's libraries are fetched, if they are not here
	 */
	public static ComputeContext openPortable(final Progress progress) {
		return new ComputeContext(EngineLoader.load(Consent.asking(progress), progress), Device.cpu(), Precision.FLOAT32, true);
	}

	/** Whether only operators may be used that every build of the engine has. */
	public boolean isPortable() {
		return portable;
	}

	/**
	 * Notes all calls of scripted functions while something is computed.
	 *
	 * @param input what it is computed from
	 * @param computation what calls the functions; it has been run before, so that nothing is prepared any more
	 */
	public Trace trace(final NDArray input, final Runnable computation) {
		final Trace trace = new Trace(input);
		tracing.set(trace);
		try {
			computation.run();
		}
		finally {
			tracing.set(null);
		}
		return trace;
	}

	/** Whether calls of scripted functions are being noted. */
	boolean isTracing() {
		return tracing.get() != null;
	}

	/**
	 * The calls that were noted as one function, which is freed with this context.
	 *
	 * @throws AnomalyFlowException if they are no program, or the engine does not compile it
	 */
	synchronized ScriptedFunction compile(final Trace trace, final NDList results) {
		final ScriptedFunction function = trace.compile(results);
		recorded.add(function);
		return function;
	}

	/** Frees a compiled function that is not wanted any more. */
	synchronized void discard(final ScriptedFunction function) {
		recorded.remove(function);
		function.close();
	}

	/** The root scope. */
	public NDManager manager() {
		return manager;
	}

	/**
	 * A new scope for the arrays of one batch, image or tile; close it to free them. Also makes sure that the calling
	 * thread records no gradients outside a gradient collector.
	 */
	public NDManager newScope() {
		EngineRest.check();
		JniUtils.setGradMode(false);
		return manager.newSubManager();
	}

	/**
	 * A scripted function, compiled at its first use in this context, for this context's precision: {@code {{compute}}}
	 * in its source is the type in which convolutions run.
	 *
	 * @param user the class beside which the resource {@code NAME.py} lies
	 * @param name the resource's name without {@code .py}
	 * @param replacements further pairs of key and value
	 */
	public synchronized ScriptedFunction function(final Class<?> user, final String name, final Object... replacements) {
		return functions.computeIfAbsent(user.getName() + " " + name + Arrays.toString(replacements), key -> {
			final Object[] all = Arrays.copyOf(replacements, replacements.length + 2);
			all[replacements.length] = "compute";
			all[replacements.length + 1] = precision.torchType();
			return ScriptedFunction.compile(tracing, user, name, all);
		});
	}

	/** Convolutions with frozen weights, of the faster kind that works here; that is tried once. */
	public synchronized Convolutions convolutions() {
		if (convolutions == null)
			convolutions = Convolutions.fastest(this);
		return convolutions;
	}

	/** Linear layers with frozen weights, of the fastest kind that works here; that is tried once. */
	public synchronized LinearLayers linearLayers() {
		if (linearLayers == null)
			linearLayers = LinearLayers.fastest(this);
		return linearLayers;
	}

	public Precision precision() {
		return precision;
	}

	/** The device as the parameter names it: {@code cpu} or {@code gpu:N}. */
	public String device() {
		return onGpu() ? "gpu:" + device.getDeviceId() : "cpu";
	}

	private boolean onGpu() {
		return device.isGpu();
	}

	/** Engine, version, device, threads and precision in one line. */
	public String describe() {
		return engine.getEngineName() + " " + engine.getVersion() + " on " + device() +
			(onGpu() ? "" : " with " + EngineThreads.inWords(JniUtils.getNumThreads())) + ", " + precision;
	}

	/** Engine name and version, for provenance. */
	public String engineVersion() {
		return engine.getEngineName() + " " + engine.getVersion();
	}

	@Override
	public void close() {
		recorded.forEach(ScriptedFunction::close);
		functions.values().forEach(ScriptedFunction::close);
		manager.close();
	}
}
