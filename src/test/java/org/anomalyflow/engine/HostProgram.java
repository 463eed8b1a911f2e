package org.anomalyflow.engine;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeMap;

import ai.djl.ndarray.NDManager;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

import org.anomalyflow.download.Consent;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;

/**
 * Somebody's program that uses the engine: prints {@code CHANGED name: before -> after} for whatever of the process is not
 * as it was, then {@code DONE}, or the failure.
 */
final class HostProgram {

	/** More than the 32 MB beyond which the C library maps blocks of their own, less than the 64 MB that a thread's heap has. */
	private static final int LARGE = 40 << 20;
	private static final int PAGE_REST = 1000;

	private HostProgram() {}

	/** The part of the C library that is looked at; JNA wants the interface public. */
	public interface CLibrary extends Library {

		String getenv(String name);

		Pointer malloc(long bytes);

		long malloc_usable_size(Pointer memory);

		void free(Pointer memory);
	}

	/** @param args {@code yes} to agree to downloads */
	public static void main(final String[] args) {
		final Consent consent = args.length > 0 && "yes".equals(args[0]) ? offer -> true : Consent.NOBODY_TO_ASK;
		TimeZone.getDefault(); // Java notes it as a property at its first use
		final Map<String, Object> before = state();
		try {
			EngineLoader.load(consent, Progress.NONE);
			try (ComputeContext context = ComputeContext.open("cpu", "auto", Progress.NONE)) {
				context.convolutions(); // compiles and calls scripted functions
				overwrite(context);
			}
		}
		catch (final AnomalyFlowException e) {
			System.out.println("FAILED " + e.getMessage());
		}
		final Map<String, Object> after = state();
		before.keySet().forEach(name -> after.putIfAbsent(name, null));
		after.forEach((name, value) -> {
			if (!Objects.equals(before.get(name), value))
				System.out.println("CHANGED " + name + ": " + before.get(name) + " -> " + value);
		});
		System.out.println("DONE");
	}

	/** What PyTorch would warn of on standard error. */
	private static void overwrite(final ComputeContext context) {
		try (NDManager scope = context.newScope()) {
			Tensors.overwrite(scope.create(new float[]{ 1, 2 }), scope.create(new float[]{ 3, 4 }));
		}
	}

	private static Map<String, Object> state() {
		final Map<String, Object> state = new TreeMap<>();
		if (Platform.isLinux())
			addNative(state);
		System.getProperties().forEach((key, value) -> state.put("property " + key, value));
		state.put("proxies", ProxySelector.getDefault());
		state.put("authenticator", Authenticator.getDefault());
		state.put("cookies", CookieHandler.getDefault());
		state.put("cache", ResponseCache.getDefault());
		state.put("locale", Locale.getDefault());
		state.put("handler", String.valueOf(Thread.getDefaultUncaughtExceptionHandler()));
		state.put("loader", Thread.currentThread().getContextClassLoader());
		state.put("out", System.out);
		state.put("err", System.err);
		return state;
	}

	/** What programs in C see: the environment, and whether a large block of memory is one of its own. */
	private static void addNative(final Map<String, Object> state) {
		final CLibrary c = Native.load("c", CLibrary.class);
		for (final String name : new String[]{ "GOMP_SPINCOUNT", "THP_MEM_ALLOC_ENABLE" })
			state.put("environment " + name, String.valueOf(c.getenv(name)));
		final Pointer memory = c.malloc(LARGE);
		state.put("malloc maps large blocks", c.malloc_usable_size(memory) - LARGE > PAGE_REST);
		c.free(memory);
	}
}
