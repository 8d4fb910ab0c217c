package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.lane.SteadyTime;
import io.whaleshark.core.lane.Teller;
import io.whaleshark.core.news.News;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Bugs to plant that show where clocks are wrong alone.
final class ClockBugs {

  /// Where one node commits.
  static final List<Bug> ALONE =
      List.of(new Bug("what is due waits for a clock that was set back", GoesBack::new));

  /// Where several do.
  static final List<Bug> OF_NODES =
      List.of(
          new Bug("a node whose clock is wrong commits on", CommitsOn::new),
          new Bug("a node stamps by its own clock alone", OwnStamps::new),
          new Bug("a node is silent by the clock of whoever looks", SilentByOwn::new),
          new Bug("a node is alive as long as its last sign lies in the future", SeenInFuture::new),
          new Bug("a node is gone by the clock of whoever declares it", GoneByOwn::new),
          new Bug("a deed is as old as its stamp says", DeedByStamp::new));

  private ClockBugs() {}

  private static final class CommitsOn extends Sabotage {
    @Override
    protected boolean comparesClocks() {
      return false;
    }
  }

  private static final class OwnStamps extends Sabotage {
    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      return Instead.ofTransaction(
          real, "newestStamp", (newest, a) -> a.length == 0 ? 0L : newest.call(a));
    }

    @Override
    protected boolean requiresNewer() {
      return false;
    }
  }

  private static final class SilentByOwn extends Sabotage {
    @Override
    protected long silence(long seenAt, long ofStore, long ofNode) {
      return ofNode - seenAt;
    }
  }

  private static final class SeenInFuture extends Sabotage {
    @Override
    protected long silence(long seenAt, long ofStore, long ofNode) {
      return ofStore - seenAt;
    }
  }

  private static final class GoneByOwn extends Sabotage {
    @Override
    protected long goneAt(long ofStore, long ofNode) {
      return ofNode;
    }
  }

  /// Does something in each turn of the lane.
  private abstract static class InEachTurn extends Sabotage {
    private final String method;

    InEachTurn(String method) {
      this.method = method;
    }

    @Override
    protected void node(Node node) {
      Object lane = Inside.read(node, "lane");
      Teller real = (Teller) Inside.read(lane, "teller");
      Inside.replace(
          lane,
          "teller",
          Instead.of(
              Teller.class,
              real,
              method,
              (call, a) -> {
                Object returned = call.call(a);
                then(lane, real, a);
                return returned;
              }));
    }

    abstract void then(Object lane, Teller teller, Object[] arguments);
  }

  /// The time is what the clock shows, also after it was set back.
  private static final class GoesBack extends InEachTurn {
    GoesBack() {
      super("endTurn");
    }

    @Override
    void then(Object lane, Teller teller, Object[] arguments) {
      SteadyTime time = (SteadyTime) Inside.read(lane, "time");
      long shown = StampClock.microsOf(time.clock().instant());
      Inside.replace(time, "shown", shown);
      Inside.replace(time, "now", shown);
    }
  }

  /// Who wrote was active when the node that stored it says, and not when this one hears of it.
  private static final class DeedByStamp extends InEachTurn {
    DeedByStamp() {
      super("tell");
    }

    @Override
    void then(Object lane, Teller teller, Object[] arguments) {
      if (arguments[0] instanceof News.MessageSent sent) {
        ConversationId conversation = sent.message().conversation();
        for (Object attendee : SessionBugs.attendees(teller, sent.message().sender())) {
          Object activity = Inside.read(attendee, "activity");
          Map<Object, Object> activeAt =
              new LinkedHashMap<>((Map<?, ?>) Inside.read(activity, "activeAt"));
          if (activeAt.replace(conversation, sent.message().stamp()) != null) {
            Inside.replace(activity, "activeAt", activeAt);
          }
        }
      }
    }
  }
}
