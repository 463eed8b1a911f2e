package org.anomalyflow.engine;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.djl.Device;

import org.anomalyflow.util.InvalidParameterException;

/** Which device the parameter {@code device} means on this machine. */
final class DeviceChoice {

	private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");
	private static final String ALLOWED = "use auto, cpu, gpu or gpu:N";

	private DeviceChoice() {}

	/**
	 * @param value {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
	 * @param gpus how many GPUs the engine sees
	 * @throws InvalidParameterException for anything else, or for a GPU that is not there
	 */
	static Device choose(final String value, final int gpus) {
		final String wanted = value == null ? "" : value.trim().toLowerCase(Locale.ROOT);
		if (wanted.equals("cpu"))
			return Device.cpu();
		if (wanted.equals("auto"))
			return gpus > 0 ? Device.gpu(0) : Device.cpu();
		final Matcher gpu = GPU.matcher(wanted);
		if (!gpu.matches())
			throw new InvalidParameterException("device", value, ALLOWED);
		final int index = gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1));
		if (index >= gpus)
			throw new InvalidParameterException("device", value,
				gpus == 0
					? "the engine sees no GPU on this machine; use device=auto or device=cpu"
					: "the engine sees " + gpus + " GPU(s): gpu:0 to gpu:" + (gpus - 1));
		return Device.gpu(index);
	}
}
