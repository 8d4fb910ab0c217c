package io.whaleshark.testkit.simulation;

import io.whaleshark.client.sync.InboxEffect;
import io.whaleshark.core.engine.Blocks;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.engine.ReceiptSwitches;
import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Participation.Erased;
import io.whaleshark.core.model.Participation.Left;
import io.whaleshark.core.model.Participation.Unshared;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Plants bugs: each method replaces a method of a port, a committed change, a push, or an action
/// of a device.
final class Plant {

  private Plant() {}

  private static <T> Sabotage port(
      String name, Class<T> port, String method, Instead.Method instead) {
    return new Sabotage() {
      @Override
      protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
        return Instead.ofPort(real, name, port, method, instead);
      }
    };
  }

  static Sabotage log(String method, Instead.Method instead) {
    return port("messages", MessageLog.class, method, instead);
  }

  static Sabotage inboxes(String method, Instead.Method instead) {
    return port("inboxes", Inboxes.class, method, instead);
  }

  static Sabotage members(String method, Instead.Method instead) {
    return port("memberships", Memberships.class, method, instead);
  }

  static Sabotage blocks(String method, Instead.Method instead) {
    return port("blocks", Blocks.class, method, instead);
  }

  static Sabotage reactions(String method, Instead.Method instead) {
    return port("reactions", Reactions.class, method, instead);
  }

  static Sabotage receiptSwitches(String method, Instead.Method instead) {
    return port("receiptSwitches", ReceiptSwitches.class, method, instead);
  }

  static Sabotage list(String method, Instead.Method instead) {
    return port("conversations", ConversationList.class, method, instead);
  }

  static Sabotage retention(String method, Instead.Method instead) {
    return port("retention", Retention.class, method, instead);
  }

  static Sabotage transaction(String method, Instead.Method instead) {
    return port("begin", Transaction.class, method, instead);
  }

  /// Replaces a page of an inbox.
  static Sabotage slice(UnaryOperator<Inboxes.Slice> change) {
    return inboxes("pull", (call, a) -> change.apply((Inboxes.Slice) call.call(a)));
  }

  /// Replaces an item of a list.
  static Sabotage item(UnaryOperator<ConversationList.Item> change) {
    return port(
        "conversations",
        ConversationList.class,
        "changedAfter",
        (call, a) -> {
          List<ConversationList.Item> items = new ArrayList<>();
          for (Object each : (List<?>) call.call(a)) {
            items.add(change.apply((ConversationList.Item) each));
          }
          return items;
        });
  }

  /// Replaces a committed change, or drops it.
  static Sabotage changes(Function<Change, Optional<Change>> each) {
    return transaction(
        "commit",
        (call, a) -> {
          List<Change> changes = new ArrayList<>();
          for (Object change : (List<?>) a[0]) {
            each.apply((Change) change).ifPresent(changes::add);
          }
          return call.call(changes, a[1], a[2]);
        });
  }

  /// Replaces a committed change.
  static Sabotage change(UnaryOperator<Change> each) {
    return changes(change -> Optional.of(each.apply(change)));
  }

  /// Replaces a push, or drops it.
  static Sabotage push(Function<Push, Optional<Push>> change) {
    return new Sabotage() {
      @Override
      protected Connection connection(UserId user, DeviceId device, Connection real) {
        return Instead.of(
            Connection.class,
            real,
            "push",
            (call, a) -> {
              Optional<Push> changed = change.apply((Push) a[0]);
              return changed.isEmpty() ? Instead.NOTHING : call.call(changed.get());
            });
      }
    };
  }

  /// Replaces an action that a device's inbox decided.
  static Sabotage device(Function<InboxEffect, List<InboxEffect>> instead) {
    return new Sabotage() {
      @Override
      protected List<InboxEffect> device(List<? extends InboxEffect> decided) {
        return decided.stream().flatMap(each -> instead.apply(each).stream()).toList();
      }
    };
  }

  /// A change that puts a participation, with another part in it; any other change as it is.
  static Change participation(
      Change change,
      Function<Participation, Left> left,
      Function<Participation, Unshared> unshared,
      Function<Participation, Erased> erased) {
    return change instanceof Change.ParticipationPut(var p)
        ? new Change.ParticipationPut(
            new Participation(
                p.user(),
                p.conversation(),
                p.top(),
                p.mute(),
                p.hiddenUpTo(),
                left.apply(p),
                unshared.apply(p),
                erased.apply(p),
                p.changedAt()))
        : change;
  }
}
