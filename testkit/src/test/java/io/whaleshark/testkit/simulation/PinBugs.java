package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.ForwardingEngine;
import io.whaleshark.testkit.ForwardingTransaction;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Bugs to plant in what is pinned, and in who is told of it.
final class PinBugs {

  static final List<Bug> ALL =
      List.of(
          new Bug("a pin is not kept", () -> Plant.changes(PinBugs::unkept)),
          new Bug(
              "pins are written to another conversation", () -> Plant.change(PinBugs::elsewhere)),
          new Bug("a pin loses its first time", () -> Plant.change(PinBugs::timedAnew)),
          new Bug("a recall forgets the pin", () -> new WrittenBehind(PinBugs::outlivesRecall)),
          new Bug("pins do not expire", () -> new WrittenBehind(PinBugs::outlivesExpiry)),
          new Bug("the bound of pins is not kept", Unbound::new),
          new Bug("1082 is not told", () -> Plant.push(PinBugs::untold)));

  private PinBugs() {}

  private static Optional<Change> unkept(Change change) {
    return change instanceof Change.PinsPut ? Optional.empty() : Optional.of(change);
  }

  private static Change elsewhere(Change change) {
    return change instanceof Change.PinsPut(ConversationId.Group _, List<Pin> pins, long at)
        ? new Change.PinsPut(Scene.group("all"), pins, at)
        : change;
  }

  private static Change timedAnew(Change change) {
    return change instanceof Change.PinsPut(var in, List<Pin> pins, long at)
        ? new Change.PinsPut(in, pins.stream().map(pin -> new Pin(pin.sequence(), at)).toList(), at)
        : change;
  }

  private static Optional<Push> untold(Push push) {
    return push instanceof Push.MessagePinned ? Optional.empty() : Optional.of(push);
  }

  /// What is pinned before a change is pinned after it, too.
  private static Optional<Change> pinnedStill(
      Transaction transaction, ConversationId in, long stamp) {
    List<Pin> pins = transaction.pins(in);
    return pins.isEmpty() ? Optional.empty() : Optional.of(new Change.PinsPut(in, pins, stamp));
  }

  private static Optional<Change> outlivesRecall(Transaction transaction, Change change) {
    return change instanceof Change.MessageReplaced(Message message, long _) && message.isRecalled()
        ? pinnedStill(transaction, message.conversation(), message.inboxPosition())
        : Optional.empty();
  }

  private static Optional<Change> outlivesExpiry(Transaction transaction, Change change) {
    return change instanceof Change.FloorRaised(ConversationId in, long _, long at)
        ? pinnedStill(transaction, in, at)
        : Optional.empty();
  }

  /// The oldest pin does not count.
  private static final class Unbound extends Sabotage {

    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      return new ForwardingEngine(real) {
        @Override
        public Transaction begin(Announcement announcement) {
          return new Uncounted(super.begin(announcement));
        }
      };
    }
  }

  private static final class Uncounted extends ForwardingTransaction {

    private final Map<ConversationId, Pin> uncounted = new HashMap<>();

    Uncounted(Transaction transaction) {
      super(transaction);
    }

    @Override
    public List<Pin> pins(ConversationId conversation) {
      List<Pin> pins = super.pins(conversation);
      if (pins.isEmpty()) {
        return pins;
      }
      uncounted.put(conversation, pins.getFirst());
      return pins.subList(1, pins.size());
    }

    @Override
    public void commit(List<Change> changes, List<News> news, long newestStamp) {
      super.commit(changes.stream().map(this::counted).toList(), news, newestStamp);
    }

    private Change counted(Change change) {
      if (!(change instanceof Change.PinsPut(var in, List<Pin> pins, long at))) {
        return change;
      }
      Pin first = uncounted.get(in);
      if (first == null || pins.stream().anyMatch(pin -> pin.sequence() == first.sequence())) {
        return change;
      }
      List<Pin> all = new ArrayList<>(List.of(first));
      all.addAll(pins);
      return new Change.PinsPut(in, all, at);
    }
  }
}
