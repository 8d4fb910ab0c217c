package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Inboxes;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Bugs to plant in what a node does where something may stand in an inbox that it cannot tell: in
/// when it looks, and in how it reads where the inbox ends.
final class GapBugs {

  static final List<Bug> ALL =
      List.of(
          inGaps("an inbox that may have a gap is not looked at", "waiting", NeverBegins::new),
          inGaps("nobody is pushed what a gap hid", "missed", GapBugs::nobody),
          reading("an inbox ends without its last entry", NoEntry::new),
          reading("an inbox ends where it did", SameEnd::new));

  private GapBugs() {}

  private static Object gaps(Node node) {
    return Inside.read(Inside.read(Inside.read(node, "lane"), "teller"), "gaps");
  }

  private static Bug inGaps(String name, String field, Supplier<Object> instead) {
    return new Bug(
        name,
        () ->
            new Sabotage() {
              @Override
              protected void node(Node node) {
                Inside.replace(gaps(node), field, instead.get());
              }
            });
  }

  /// What looks where inboxes end reads otherwise.
  private static Bug reading(String name, Supplier<Reading> reading) {
    return new Bug(
        name,
        () ->
            new Sabotage() {
              @Override
              protected void node(Node node) {
                Object teller = Inside.read(Inside.read(node, "lane"), "teller");
                for (String part : List.of("gaps", "renewals", "arrivals")) {
                  Object owner = Inside.read(teller, part);
                  Engine real = (Engine) Inside.read(owner, "engine");
                  Reading other = reading.get();
                  Inside.replace(
                      owner,
                      "engine",
                      Instead.ofPort(real, "inboxes", Inboxes.class, other.method, other));
                }
              }
            });
  }

  private static Object nobody() {
    BiConsumer<Object, Object> nobody = (_, _) -> {};
    return nobody;
  }

  /// Keeps nothing that waits.
  private static final class NeverBegins extends ArrayDeque<Object> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean add(Object what) {
      return true;
    }
  }

  private abstract static class Reading implements Instead.Method {
    private final String method;

    Reading(String method) {
      this.method = method;
    }
  }

  private static final class NoEntry extends Reading {
    NoEntry() {
      super("pull");
    }

    @Override
    public Object call(Instead.Call real, Object[] arguments) throws Throwable {
      Inboxes.Slice slice = (Inboxes.Slice) real.call(arguments);
      return new Inboxes.Slice(List.of(), slice.completed(), slice.truncated(), slice.gaps());
    }
  }

  /// Remembers where each inbox ended when it was looked at first.
  private static final class SameEnd extends Reading {
    private final Map<Object, Object> ends = new HashMap<>();

    SameEnd() {
      super("newest");
    }

    @Override
    public Object call(Instead.Call real, Object[] arguments) throws Throwable {
      Object end = ends.containsKey(arguments[0]) ? ends.get(arguments[0]) : real.call(arguments);
      ends.put(arguments[0], end);
      return end;
    }
  }
}
