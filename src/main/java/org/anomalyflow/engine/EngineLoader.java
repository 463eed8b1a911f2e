package org.anomalyflow.engine;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;

import org.anomalyflow.download.Consent;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Home;
import org.anomalyflow.util.Messages;
import org.anomalyflow.util.Progress;

/**
 * Starts DJL's PyTorch engine once per process, so that it works inside a plugin host, which it leaves as it was (see
 * {@link OwnProcess}), and never fetches anything unasked.
 */
final class EngineLoader {

	/** How to get the engine's libraries without a network, one sentence. */
	static final String OFFLINE_HELP = "Without a network, put the jar pytorch-native-cpu for this system beside Anomaly " +
		"Flow, or name a folder with the libraries of a matching PyTorch in PYTORCH_LIBRARY_PATH.";

	private static final String OFFLINE = "ai.djl.offline";

	private static Engine engine;

	private EngineLoader() {}

	/**
	 * The running engine.
	 *
	 * @param consent asked before its libraries are fetched, if they are not here
	 * @param progress told of that
	 * @throws AnomalyFlowException if it cannot be started, with what to do
	 */
	static synchronized Engine load(final Consent consent, final Progress progress) {
		if (engine == null)
			start(consent, progress, false);
		// Gradients are wanted inside a GradientCollector only; that and the number of threads are the calling thread's.
		JniUtils.setGradMode(false);
		EngineThreads.apply();
		return engine;
	}

	/** Starts the engine, if its libraries are here and whole; does nothing else. */
	static synchronized void loadIfReady() {
		if (engine == null)
			start(Consent.NOBODY_TO_ASK, Progress.NONE, true);
	}

	private static void start(final Consent consent, final Progress progress, final boolean onlyIfReady) {
		final boolean own = OwnProcess.isClaimed();
		final Path home = Home.folder();
		try (StartProperties properties = new StartProperties()) {
			// JNA would unpack its library into a folder named ? for a user whose home Java does not know
			if (!Home.isKnownToJava())
				properties.setIfMissing("jna.tmpdir", System.getProperty("java.io.tmpdir"));
			properties.setIfMissing("OPT_OUT_TRACKING", "true");
			properties.setIfMissing("ENGINE_CACHE_DIR", home.resolve("engine").toString());
			// messages on standard error would open ImageJ2's console: the engine's, and that there is nothing which takes them
			properties.setIfMissing("org.slf4j.simpleLogger.log.ai.djl", "warn");
			properties.setIfMissing("slf4j.internal.verbosity", "ERROR");
			engine = start(own, consent, progress, properties, onlyIfReady);
			if (own && engine != null) {
				// nothing else of DJL is fetched
				properties.setIfMissing(OFFLINE, "true");
				properties.keep();
			}
		}
	}

	/** Null if only libraries that are ready may be loaded, and they are not. */
	private static Engine start(final boolean own, final Consent consent, final Progress progress, final StartProperties properties,
		final boolean onlyIfReady)
	{
		// DJL looks for engines through the context class loader, which in ImageJ does not see plugin jars.
		final Thread thread = Thread.currentThread();
		final ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(EngineLoader.class.getClassLoader());
		NativeLibraries whole = null;
		try (DownloadGuard guard = new DownloadGuard(consent, progress)) {
			try {
				OtherTorch.refuse();
				final NativeLibraries libraries = NativeLibraries.ofProcess(progress);
				if (onlyIfReady && !libraries.isReady())
					return null;
				if (own)
					NativeTuning.apply();
				libraries.prepare();
				whole = libraries;
				if (own || isOnlineByChoice())
					guard.install();
				else
					askForLibraries(guard, properties);
				final Engine started = Engine.getEngine("PyTorch");
				libraries.loaded(Path.of(LibUtils.getLibtorchPath()));
				return started;
			}
			catch (final NoSuchMethodError | NoClassDefFoundError e) {
				throw new AnomalyFlowException("The engine does not start because of an outdated library: " + e.getMessage() + ". JNA comes from " +
					origin("com.sun.jna.Native") + "; Anomaly Flow needs JNA 5.14 or newer. " + "Update that jar and start again.", e);
			}
			catch (final RuntimeException | LinkageError | AssertionError e) {
				if (whole != null)
					whole.notLoaded();
				throw CancelledException.behind(e, "Starting the engine", progress).<AnomalyFlowException>map(cancelled -> cancelled)
					.orElseGet(() -> failure(e, guard));
			}
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/** Whether the user has said that downloads are allowed, so that nothing but a guard keeps DJL from them. */
	private static boolean isOnlineByChoice() {
		return (System.getenv("DJL_OFFLINE") != null || System.getProperty(OFFLINE) != null) && !Utils.isOfflineMode();
	}

	/** Keeps DJL from the network by its own setting, until there is consent. Downloads take the proxy of the process. */
	private static void askForLibraries(final DownloadGuard guard, final StartProperties properties) {
		if (Utils.isOfflineMode())
			return;
		properties.setIfMissing(OFFLINE, "true");
		if (!librariesAreHere()) {
			properties.remove(OFFLINE);
			guard.require(DownloadGuard.SITE);
		}
	}

	/** Loads them, unless DJL would have to fetch some; it does so again when the engine starts, which takes no time. */
	private static boolean librariesAreHere() {
		try {
			LibUtils.loadLibrary();
			return true;
		}
		catch (final RuntimeException | AssertionError e) {
			final Throwable cause = cause(e);
			if (cause instanceof IOException && !(cause instanceof FileSystemException))
				return false;
			throw e;
		}
	}

	private static Throwable cause(final Throwable failure) {
		Throwable cause = failure;
		while (!(cause instanceof AnomalyFlowException) && cause.getCause() != null)
			cause = cause.getCause();
		return cause;
	}

	/** What a user is told. DJL throws assertion errors, too, for example for a PYTORCH_VERSION that it does not know. */
	private static AnomalyFlowException failure(final Throwable failure, final DownloadGuard guard) {
		final Throwable cause = cause(failure);
		if (cause instanceof AnomalyFlowException refused)
			return refused;
		if (cause instanceof FileSystemException)
			return new AnomalyFlowException("The engine's libraries cannot be written into " + Utils.getEngineCacheDir("pytorch") + ": " +
				Messages.reason(cause) + ". Choose a folder that can be written to with ANOMALY_FLOW_HOME.", failure);
		if (guard.source() != null && cause instanceof IOException)
			return new AnomalyFlowException("The engine's libraries cannot be fetched from " + guard.source() + ": " + Messages.reason(cause) +
				". Check the network or the proxy (HTTPS_PROXY) and try again. " + OFFLINE_HELP, failure);
		if (cause instanceof IOException && Utils.isOfflineMode())
			return new AnomalyFlowException(
				"The engine's libraries are not here, and DJL_OFFLINE or " + OFFLINE + " forbids to fetch them: set it to false. " + OFFLINE_HELP,
				failure);
		return new AnomalyFlowException("The PyTorch engine does not start: " + Messages.reason(cause) + ". Its libraries for " +
			System.getProperty("os.name") + " " + System.getProperty("os.arch") +
			" must be installed as the jar pytorch-native-cpu beside Anomaly Flow; supported are Linux on x86_64 and aarch64, " +
			"Windows on x86_64 and macOS on Apple silicon. The next start looks whether those unpacked in " + Utils.getEngineCacheDir("pytorch") +
			" are whole.", failure);
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
