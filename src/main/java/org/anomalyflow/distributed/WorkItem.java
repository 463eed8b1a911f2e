package org.anomalyflow.distributed;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A small piece of a work, which can be done anywhere and again: plain texts and a number.
 *
 * @param number its place among all items, from 0
 * @param parts what it consists of, each of them named by texts
 */
public record WorkItem(int number, List<List<String>> parts) implements Serializable {

	/** Copies the parts into lists that can be sent to other machines. */
	public WorkItem {
		final List<List<String>> copy = new ArrayList<>();
		parts.forEach(part -> copy.add(new ArrayList<>(part)));
		parts = copy;
	}
}
