package org.anomalyflow.flow;

import java.util.List;

import org.anomalyflow.engine.ScriptedFunction;

/**
 * The subnet of an {@link AllInOneStep}: what it computes and from which tensors.
 *
 * @param user the class beside which the script lies
 * @param script name of a script without its ending: a method {@code subnet} of the input and of one tensor per name
 * @param replacements pairs of key and value that are replaced in the script
 * @param tensors names of the tensors, after the prefix of the step
 */
public record StepSubnet(Class<?> user, String script, List<String> replacements, List<String> tensors) {

	public StepSubnet {
		replacements = List.copyOf(replacements);
		tensors = List.copyOf(tensors);
	}

	String source() {
		String source = ScriptedFunction.source(user, script);
		for (int i = 0; i < replacements.size(); i += 2)
			source = source.replace("{{" + replacements.get(i) + "}}", replacements.get(i + 1));
		return source;
	}
}
