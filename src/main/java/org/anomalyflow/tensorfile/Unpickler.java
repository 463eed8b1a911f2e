package org.anomalyflow.tensorfile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * Reads a Python pickle (binary protocols 2 to 5) as plain data: Map, List (also for tuples), Set, String, Long,
 * BigInteger, Double, Boolean, byte[], null, and what {@link Globals} makes of names. It is a stack machine that knows no
 * classes: a name that {@code Globals} does not accept ends the reading, and nothing is ever looked up or executed.
 * Steps, stack, memo and nesting are limited. The result may contain itself, as Python data may.
 */
final class Unpickler {

	/** Decides what the names and persistent ids in a pickle stand for. */
	interface Globals {

		/** What stands for a name; throws if the name is not allowed. */
		Object find(PickledGlobal name);

		/** The result of calling what {@link #find} gave, or a result of this method, with arguments. */
		Object call(Object callable, List<Object> arguments);

		/** The object behind a persistent id. */
		Object persistent(Object id);
	}

	private static final int MAX_STEPS = 8_000_000;
	private static final int MAX_STACK = 1_000_000;
	private static final int MAX_MEMO = 4_000_000;
	private static final int MAX_MARKS = 1000;
	private static final int MAX_PROTOCOL = 5;

	private final PickleInput in;
	private final Globals globals;
	private final List<Object> stack = new ArrayList<>();
	private final List<Integer> marks = new ArrayList<>();
	private final Map<Long, Object> memo = new HashMap<>();

	/**
	 * @param bytes where the pickle starts; what follows its end is not read
	 * @param globals the allow-list
	 */
	Unpickler(final ByteBuffer bytes, final Globals globals) {
		in = new PickleInput(bytes);
		this.globals = globals;
	}

	/** How many bytes the pickle had, once it is read. */
	int length() {
		return in.position();
	}

	/**
	 * Reads the pickle.
	 *
	 * @throws AnomalyFlowException if it is damaged, too large or names something that is not allowed
	 */
	Object load() {
		for (int steps = 0; steps < MAX_STEPS; steps++) {
			final int opcode = in.unsignedByte();
			if (opcode == '.') {
				final Object result = pop();
				if (!stack.isEmpty())
					throw damaged("it ends with " + stack.size() + " values left over");
				return result;
			}
			if (!literal(opcode) && !container(opcode) && !memory(opcode) && !object(opcode))
				throw damaged(String.format("instruction 0x%02X at byte %d is not allowed", opcode, in.position() - 1));
		}
		throw damaged("it has more than " + MAX_STEPS + " instructions");
	}

	private boolean literal(final int opcode) {
		switch (opcode) {
			case 0x80 -> protocol();
			case 0x95 -> in.signedLong();
			case 'N' -> push(null);
			case 0x88 -> push(true);
			case 0x89 -> push(false);
			case 'J' -> push((long) in.signedInt());
			case 'K' -> push((long) in.unsignedByte());
			case 'M' -> push((long) in.unsignedShort());
			case 0x8A -> push(in.integer(in.unsignedByte()));
			case 0x8B -> push(in.integer(in.signedInt()));
			case 'G' -> push(in.bigEndianDouble());
			case 'X' -> push(in.text(in.unsignedInt()));
			case 0x8C -> push(in.text(in.unsignedByte()));
			case 0x8D -> push(in.text(in.signedLong()));
			case 'U' -> push(in.byteText(in.unsignedByte()));
			case 'T' -> push(in.byteText(in.signedInt()));
			case 'C' -> push(in.bytes(in.unsignedByte()));
			case 'B' -> push(in.bytes(in.unsignedInt()));
			case 0x8E -> push(in.bytes(in.signedLong()));
			default -> {
				return false;
			}
		}
		return true;
	}

	private boolean container(final int opcode) {
		switch (opcode) {
			case '(' -> mark();
			case ')' -> push(List.of());
			case 't' -> push(tuple(popToMark()));
			case 0x85 -> push(tuple(popLast(1)));
			case 0x86 -> push(tuple(popLast(2)));
			case 0x87 -> push(tuple(popLast(3)));
			case ']' -> push(new ArrayList<>());
			case 'a' -> append(popLast(1));
			case 'e' -> append(popToMark());
			case '}' -> push(new LinkedHashMap<>());
			case 's' -> put(popLast(2));
			case 'u' -> put(popToMark());
			case 0x8F -> push(new LinkedHashSet<>());
			case 0x90 -> addAll(popToMark());
			case 0x91 -> push(PickledKeys.set(popToMark()));
			default -> {
				return false;
			}
		}
		return true;
	}

	private boolean memory(final int opcode) {
		switch (opcode) {
			case 'q' -> remember(in.unsignedByte());
			case 'r' -> remember(in.unsignedInt());
			case 0x94 -> remember(memo.size());
			case 'h' -> push(recall(in.unsignedByte()));
			case 'j' -> push(recall(in.unsignedInt()));
			case '0' -> discard();
			case '1' -> popToMark();
			case '2' -> push(top());
			default -> {
				return false;
			}
		}
		return true;
	}

	private boolean object(final int opcode) {
		switch (opcode) {
			case 'c' -> push(globals.find(PickledGlobal.of(in.line(), in.line())));
			case 0x93 -> global();
			case 'R', 0x81 -> call(popLast(2));
			case 0x92 -> callWithKeywords(popLast(3));
			case 'b' -> build(popLast(1).get(0));
			case 'Q' -> push(globals.persistent(pop()));
			default -> {
				return false;
			}
		}
		return true;
	}

	private void protocol() {
		final int protocol = in.unsignedByte();
		if (protocol < 2 || protocol > MAX_PROTOCOL)
			throw damaged("protocol " + protocol + " is not allowed, 2 to " + MAX_PROTOCOL + " are");
	}

	private void global() {
		final List<Object> names = popLast(2);
		if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name))
			throw damaged("a class without a name at byte " + in.position());
		push(globals.find(PickledGlobal.of(module, name)));
	}

	private void call(final List<Object> operands) {
		push(globals.call(operands.get(0), list(operands.get(1))));
	}

	private void callWithKeywords(final List<Object> operands) {
		final List<Object> arguments = new ArrayList<>(list(operands.get(1)));
		if (!(operands.get(2) instanceof Map<?, ?> keywords))
			throw damaged("a call without keywords at byte " + in.position());
		if (!keywords.isEmpty())
			arguments.add(keywords);
		push(globals.call(operands.get(0), arguments));
	}

	/** Sets an object's attributes; those of plain containers, such as a state dict's {@code _metadata}, are dropped. */
	private void build(final Object state) {
		final Object target = top();
		if (target instanceof PickledObject object)
			object.setState(state);
		else if (!(target instanceof Map))
			throw damaged("attributes for something that has none at byte " + in.position());
	}

	@SuppressWarnings("unchecked")
	private List<Object> list(final Object value) {
		if (value instanceof List)
			return (List<Object>) value;
		throw damaged("a list was expected at byte " + in.position());
	}

	private void append(final List<Object> values) {
		if (!(top() instanceof ArrayList))
			throw damaged("values for a list that is none at byte " + in.position());
		list(top()).addAll(values);
	}

	@SuppressWarnings("unchecked")
	private void put(final List<Object> pairs) {
		if (!(top() instanceof Map) || pairs.size() % 2 != 0)
			throw damaged("entries for a dictionary that is none at byte " + in.position());
		for (int i = 0; i < pairs.size(); i += 2)
			((Map<Object, Object>) top()).put(PickledKeys.check(pairs.get(i)), pairs.get(i + 1));
	}

	@SuppressWarnings("unchecked")
	private void addAll(final List<Object> values) {
		if (!(top() instanceof Set))
			throw damaged("values for a set that is none at byte " + in.position());
		((Set<Object>) top()).addAll(PickledKeys.set(values));
	}

	private void remember(final long index) {
		if (memo.size() >= MAX_MEMO)
			throw damaged("it remembers more than " + MAX_MEMO + " values");
		memo.put(index, top());
	}

	private Object recall(final long index) {
		if (!memo.containsKey(index))
			throw damaged("it recalls value " + index + ", which it never stored");
		return memo.get(index);
	}

	private void mark() {
		if (marks.size() >= MAX_MARKS)
			throw damaged("it is nested more than " + MAX_MARKS + " deep");
		marks.add(stack.size());
	}

	/** Drops the last value, or the mark if that came later, as Python does. */
	private void discard() {
		if (!marks.isEmpty() && marks.get(marks.size() - 1) == stack.size())
			marks.remove(marks.size() - 1);
		else
			pop();
	}

	private void push(final Object value) {
		if (stack.size() >= MAX_STACK)
			throw damaged("it stacks more than " + MAX_STACK + " values");
		stack.add(value);
	}

	private Object top() {
		needed(1);
		return stack.get(stack.size() - 1);
	}

	private Object pop() {
		return popLast(1).get(0);
	}

	private void needed(final int count) {
		final int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
		if (stack.size() - floor < count)
			throw damaged("it uses values that it never made, at byte " + in.position());
	}

	private List<Object> popLast(final int count) {
		needed(count);
		return popFrom(stack.size() - count);
	}

	private List<Object> popToMark() {
		if (marks.isEmpty())
			throw damaged("it ends a group that it never began, at byte " + in.position());
		return popFrom(marks.remove(marks.size() - 1));
	}

	private List<Object> popFrom(final int start) {
		final List<Object> top = stack.subList(start, stack.size());
		final List<Object> values = Arrays.asList(top.toArray());
		top.clear();
		return values;
	}

	private static List<Object> tuple(final List<Object> values) {
		return Collections.unmodifiableList(values);
	}

	private static AnomalyFlowException damaged(final String what) {
		return new AnomalyFlowException("the pickle is damaged or made to harm: " + what);
	}
}
