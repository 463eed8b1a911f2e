package org.anomalyflow.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * What an object in a file must be: its members, and which of them must not contradict each other. Members that are not
 * declared are allowed, because newer files may have them.
 * <p>
 * Members are compared in the order in which they are declared, contradictions after them.
 */
public final class Specification {

	private record Order(String lower, String upper, boolean strict) {}

	private final List<Member> members;
	private final List<Order> orders;

	private Specification(final List<Member> members, final List<Order> orders) {
		this.members = List.copyOf(members);
		this.orders = List.copyOf(orders);
	}

	/** A specification of some members. */
	public static Specification of(final Member... members) {
		return of(List.of(members));
	}

	/** A specification of some members. */
	public static Specification of(final Collection<Member> members) {
		return new Specification(List.copyOf(members), List.of());
	}

	/** These members and those of another specification. */
	public Specification and(final Specification other) {
		final List<Member> allMembers = new ArrayList<>(members);
		allMembers.addAll(other.members);
		final List<Order> allOrders = new ArrayList<>(orders);
		allOrders.addAll(other.orders);
		return new Specification(allMembers, allOrders);
	}

	/** The same, where the number {@code lower} must not be greater than the number {@code upper}, if both are there. */
	public Specification notAbove(final String lower, final String upper) {
		return with(new Order(lower, upper, false));
	}

	/** As {@link #notAbove}, nor equal. */
	public Specification below(final String lower, final String upper) {
		return with(new Order(lower, upper, true));
	}

	private Specification with(final Order order) {
		final List<Order> more = new ArrayList<>(orders);
		more.add(order);
		return new Specification(members, more);
	}

	/** As {@link #violation(JsonObject, String, int)} for the outermost object of a format that has one version. */
	public Optional<String> violation(final JsonObject json) {
		return violation(json, "", 1);
	}

	/**
	 * The first thing that is wrong.
	 *
	 * @param json the object
	 * @param prefix where it is; begins the names of members in the message
	 * @param version the version of its format
	 * @return member, what was found and what is allowed; empty if nothing is wrong
	 */
	public Optional<String> violation(final JsonObject json, final String prefix, final int version) {
		for (final Member member : members) {
			final Optional<String> violation = member.violation(json, prefix, version);
			if (violation.isPresent())
				return violation;
		}
		return orders.stream().map(order -> violation(order, json, prefix)).flatMap(Optional::stream).findFirst();
	}

	private static Optional<String> violation(final Order order, final JsonObject json, final String prefix) {
		final Optional<JsonElement> lower = value(json, order.lower());
		final Optional<JsonElement> upper = value(json, order.upper());
		if (lower.isEmpty() || upper.isEmpty())
			return Optional.empty();
		// in single precision, in which such numbers are used
		final float low = lower.get().getAsFloat();
		final float high = upper.get().getAsFloat();
		if (order.strict() ? low < high : low <= high)
			return Optional.empty();
		final String start = prefix.isEmpty() ? "" : prefix + ".";
		return Optional.of(start + order.lower() + " is " + Member.found(lower.get()) + "; it must be " +
			(order.strict() ? "below " : "at most ") + start + order.upper() + ", which is " + Member.found(upper.get()));
	}

	private static Optional<JsonElement> value(final JsonObject json, final String path) {
		JsonElement value = json;
		for (final String name : path.split("\\."))
			value = value instanceof JsonObject object ? object.get(name) : null;
		return Optional.ofNullable(value).filter(JsonElement::isJsonPrimitive);
	}
}
