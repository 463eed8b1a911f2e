package org.anomalyflow.tensor;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Home;
import org.anomalyflow.util.Messages;

/**
 * Starts DJL's PyTorch engine once per process, so that it works inside a plugin host and never fetches anything by
 * itself.
 */
final class EngineLoader {

	private static Engine engine;

	private EngineLoader() {}

	/**
	 * The running engine.
	 *
	 * @throws AnomalyFlowException if it cannot be started, with what to do
	 */
	static synchronized Engine load() {
		if (engine == null) {
			setIfMissing("OPT_OUT_TRACKING", "true");
			setIfMissing("ai.djl.offline", "true");
			setIfMissing("ENGINE_CACHE_DIR", Home.folder().resolve("engine").toString());
			NativeTuning.apply();
			engine = start();
			// Gradients are wanted inside a GradientCollector only.
			JniUtils.setGradMode(false);
		}
		return engine;
	}

	private static void setIfMissing(final String key, final String value) {
		if (System.getenv(key) == null && System.getProperty(key) == null)
			System.setProperty(key, value);
	}

	private static Engine start() {
		// DJL looks for engines through the context class loader, which in ImageJ does not see plugin jars.
		final Thread thread = Thread.currentThread();
		final ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(EngineLoader.class.getClassLoader());
		try {
			return Engine.getEngine("PyTorch");
		}
		catch (final NoSuchMethodError | NoClassDefFoundError e) {
			throw new AnomalyFlowException("The engine does not start because of an outdated library: " + e.getMessage() +
				". JNA comes from " + origin("com.sun.jna.Native") + "; Anomaly Flow needs JNA 5.14 or newer. " +
				"Update that jar and start again.", e);
		}
		catch (final RuntimeException | LinkageError e) {
			final Throwable cause = rootCause(e);
			if (cause instanceof FileSystemException)
				throw new AnomalyFlowException("The engine's libraries cannot be unpacked into " + Home.folder().resolve("engine") +
					": " + Messages.reason(cause) + ". Choose a folder that can be written to with ANOMALY_FLOW_HOME.", e);
			throw new AnomalyFlowException("The PyTorch engine does not start: " + Messages.reason(cause) + ". Its libraries for " + System.getProperty("os.name") + " " + System.getProperty("os.arch") +
				" must be installed as the jar pytorch-native-cpu beside Anomaly Flow; supported are Linux and Windows on " +
				"x86_64 and macOS on Apple silicon.", e);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static Throwable rootCause(final Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null)
			cause = cause.getCause();
		return cause;
	}

	private static String origin(final String className) {
		try {
			return Path.of(Class.forName(className).getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
		}
		catch (final Exception | LinkageError e) {
			return "an unknown place";
		}
	}
}
