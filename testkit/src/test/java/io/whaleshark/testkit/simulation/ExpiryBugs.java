package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import java.util.function.UnaryOperator;

/// Bugs to plant in expiry and in the answers about it.
final class ExpiryBugs {

  static final List<Bug> ALL =
      List.of(
          floor("a floor is one too low", f -> floor(f, f.sequence() - 1, f.raisedAt())),
          floor("a floor that rises changes no item", f -> floor(f, f.sequence(), 1)),
          new Bug("groups never expire", () -> Plant.changes(ExpiryBugs::ofDirectOnes)),
          new Bug("messages expire too early", () -> Plant.retention("due", ExpiryBugs::early)),
          new Bug("messages expire too late", () -> Plant.retention("due", ExpiryBugs::late)),
          new Bug("what has expired is not deleted", () -> Plant.retention("delete", (_, _) -> 0L)),
          new Bug("1201 truncated is not set for what has expired", ExpiryBugs::untruncated),
          new Bug("9001 maxSequence is that of what is retained", NewestRetained::new),
          unexpired("1201 brings what has expired", "inboxes", Engine::inboxes),
          unexpired("1211 shows what has expired", "messages", Engine::messages),
          unexpired("5101 counts what has expired", "conversations", Engine::conversations),
          decided(
              "1106 what has expired may be read",
              "message",
              (all, a) -> all.message((ConversationId) a[0], (long) a[1])),
          decided(
              "1103 the id of what has expired is taken",
              "sent",
              (all, a) -> all.sent((ClientMessageId) a[0])));

  private static final long SECOND = 1_000_000;

  private ExpiryBugs() {}

  // --- floors ---

  private static Bug floor(String name, UnaryOperator<Change.FloorRaised> change) {
    return new Bug(
        name,
        () -> Plant.change(c -> c instanceof Change.FloorRaised raised ? change.apply(raised) : c));
  }

  private static Change.FloorRaised floor(Change.FloorRaised raised, long sequence, long stamp) {
    return new Change.FloorRaised(raised.conversation(), sequence, stamp);
  }

  private static Optional<Change> ofDirectOnes(Change change) {
    return change instanceof Change.FloorRaised raised
            && raised.conversation() instanceof ConversationId.Group
        ? Optional.empty()
        : Optional.of(change);
  }

  // --- the sweep ---

  private static Object due(Instead.Call call, Object[] a, long later) throws Throwable {
    IntToLongFunction keepFrom = app -> ((IntToLongFunction) a[0]).applyAsLong(app) + later;
    return call.call(keepFrom, a[1], a[2]);
  }

  private static Object early(Instead.Call call, Object[] a) throws Throwable {
    return due(call, a, SECOND);
  }

  private static Object late(Instead.Call call, Object[] a) throws Throwable {
    return due(call, a, -SECOND);
  }

  // --- inboxes ---

  private static Sabotage untruncated() {
    return Plant.slice(
        s -> new Inboxes.Slice(s.messages(), s.completed(), !s.gaps().isEmpty(), s.gaps()));
  }

  /// A login answers the newest retained position of the inbox instead of the newest one.
  private static final class NewestRetained extends Sabotage {
    private static final int ALL = PageLimit.ENTRIES_AT_MOST;

    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      return Instead.of(
          Engine.class,
          real,
          "inboxes",
          (call, a) -> {
            Inboxes inboxes = (Inboxes) call.call(a);
            return Instead.of(
                Inboxes.class, inboxes, "newest", (_, user) -> newest(inboxes, (UserId) user[0]));
          });
    }

    private static long newest(Inboxes inboxes, UserId user) {
      return inboxes
          .pull(user, 0, PageLimit.of(ALL), new Inboxes.Bound(ALL, ALL))
          .messages()
          .stream()
          .mapToLong(Message::inboxPosition)
          .reduce(0, Math::max);
    }
  }

  // --- as if nothing had expired ---

  private static Bug unexpired(String name, String port, Function<Engine, Object> ofAll) {
    return new Bug(
        name,
        () ->
            new Sabotage() {
              @Override
              protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
                return Instead.of(
                    Engine.class,
                    real,
                    port,
                    (call, a) -> {
                      Object _ = call.call(a); // it throws where the real one does
                      return ofAll.apply(new ReferenceEngine(disk.unexpired()));
                    });
              }
            });
  }

  private interface Look {
    Object at(Transaction all, Object[] arguments);
  }

  private static Bug decided(String name, String method, Look look) {
    return new Bug(
        name,
        () ->
            new Sabotage() {
              @Override
              protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
                return Instead.ofTransaction(
                    real, method, (_, given) -> look.at(ofAll(disk), given));
              }
            });
  }

  private static Transaction ofAll(ReferenceEngine.Disk disk) {
    return new ReferenceEngine(disk.unexpired()).begin(Announcement.NOTHING);
  }
}
