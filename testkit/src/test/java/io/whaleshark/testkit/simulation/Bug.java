package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Membership;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.Message;
import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.Payload;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A bug to plant, as it could be made in earnest.
record Bug(String name, Supplier<Sabotage> sabotage) {

  static final List<Bug> ALL =
      List.of(
          new Bug("an ack before the sync", AckBeforeSync::new),
          new Bug("a failed commit is acknowledged", () -> transaction("commit", Bug::swallow)),
          new Bug("a push before the commit", PushBeforeCommit::new),
          new Bug("no repeat is known", () -> transaction("sent", (_, _) -> Optional.empty())),
          new Bug("repeats are forgotten at a restart", DedupeLostAtRestart::new),
          new Bug(
              "an inclusive cursor",
              () -> pull((call, a) -> call.call(a[0], (long) a[1] - 1, a[2], a[3]))),
          new Bug("a page without its first entry", () -> slice(Bug::withoutFirst)),
          new Bug("the newest position as cursor of every page", CursorOfTheNewest::new),
          new Bug(
              "an inbox trimmed silently",
              () ->
                  slice(slice ->
                      new Inboxes.Slice(slice.messages(), slice.completed(), false, List.of()))),
          new Bug("gaps overwritten instead of merged", () -> slice(Bug::newestOfEachGap)),
          new Bug("a position that moves back", () -> commit(Bug::halveReads)),
          new Bug("receipts to one device of the author", ReceiptToOneDevice::new),
          new Bug(
              "own messages counted as unread",
              () -> port("conversations", ConversationList.class, "changedAfter", Bug::ownUnread)),
          new Bug(
              "coming back changes old counts",
              () -> port("memberships", Memberships.class, "readCount", Bug::allReaders)),
          new Bug(
              "who left sees what follows",
              () ->
                  port(
                      "memberships",
                      Memberships.class,
                      "periods",
                      (call, a) -> opened(call.call(a)))),
          new Bug(
              "history forgets recalls",
              () -> port("messages", MessageLog.class, "after", Bug::unrecalled)));

  /// The bug, planted afresh.
  Sabotage plant() {
    return sabotage.get();
  }

  @Override
  public String toString() {
    return name;
  }

  // --- where ---

  /// Another method of a port.
  private static <T> Sabotage port(
      String name, Class<T> port, String method, Instead.Method instead) {
    return new Sabotage() {
      @Override
      protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
        return Instead.of(
            Engine.class,
            real,
            name,
            (call, a) -> Instead.of(port, port.cast(call.call(a)), method, instead));
      }
    };
  }

  private static Sabotage pull(Instead.Method instead) {
    return port("inboxes", Inboxes.class, "pull", instead);
  }

  private interface SliceChange {
    Inboxes.Slice of(Inboxes.Slice slice);
  }

  private static Sabotage slice(SliceChange change) {
    return pull((call, a) -> change.of((Inboxes.Slice) call.call(a)));
  }

  private static Sabotage transaction(String method, Instead.Method instead) {
    return port("begin", Transaction.class, method, instead);
  }

  private interface ChangeOfChanges {
    Change of(Change change);
  }

  private static Sabotage commit(ChangeOfChanges each) {
    return transaction(
        "commit",
        (call, a) -> {
          List<Change> changes = new ArrayList<>();
          for (Object change : (List<?>) a[0]) {
            changes.add(each.of((Change) change));
          }
          return call.call(changes, a[1]);
        });
  }

  // --- what ---

  private static Change halveReads(Change change) {
    return change instanceof Change.MembershipPut(Membership m) && m.read() % 5 == 4
        ? new Change.MembershipPut(
            new Membership(
                m.conversation(),
                m.user(),
                m.joined(),
                m.left(),
                Math.max(m.joined(), m.read() / 2),
                m.received(),
                0,
                m.changedAt()))
        : change;
  }

  private static Inboxes.Slice newestOfEachGap(Inboxes.Slice slice) {
    List<Inboxes.Gap> gaps =
        slice.gaps().stream()
            .map(gap -> new Inboxes.Gap(gap.conversation(), gap.to(), gap.to()))
            .toList();
    return new Inboxes.Slice(slice.messages(), slice.completed(), slice.truncated(), gaps);
  }

  private static Inboxes.Slice withoutFirst(Inboxes.Slice slice) {
    List<Message> messages = slice.messages();
    return messages.size() < 3
        ? slice
        : new Inboxes.Slice(
            messages.subList(1, messages.size()),
            slice.completed(),
            slice.truncated(),
            slice.gaps());
  }

  private static Object allReaders(Instead.Call call, Object[] a) throws Throwable {
    long read = (long) call.call(a);
    Message message = (Message) a[0];
    return message.audience() > read && message.sequence() % 3 == 0 ? read + 1 : read;
  }

  private static List<Membership> opened(Object periods) {
    List<Membership> opened = new ArrayList<>();
    for (Object period : (List<?>) periods) {
      Membership m = (Membership) period;
      opened.add(
          new Membership(
              m.conversation(),
              m.user(),
              m.joined(),
              Membership.OPEN,
              m.read(),
              m.received(),
              m.ownAtRead(),
              m.changedAt()));
    }
    return opened;
  }

  private static Object ownUnread(Instead.Call call, Object[] a) throws Throwable {
    List<ConversationList.View> views = new ArrayList<>();
    for (Object each : (List<?>) call.call(a)) {
      ConversationList.View v = (ConversationList.View) each;
      long all = Math.max(0, v.newestSequence() - v.membership().read());
      views.add(
          new ConversationList.View(
              v.participation(),
              v.membership(),
              v.newest(),
              v.newestSequence(),
              all,
              v.counterpart(),
              v.changedAt()));
    }
    return views;
  }

  private static Object swallow(Instead.Call call, Object[] a) throws Throwable {
    try {
      return call.call(a);
    } catch (EngineException e) {
      return Instead.NOTHING;
    }
  }

  private static Object unrecalled(Instead.Call call, Object[] a) throws Throwable {
    List<Message> messages = new ArrayList<>();
    for (Object each : (List<?>) call.call(a)) {
      Message m = (Message) each;
      messages.add(
          m.content() instanceof Message.Recalled
              ? new Message(
                  m.conversation(),
                  m.sequence(),
                  m.stamp(),
                  m.clientId(),
                  new Message.Sent(Payload.ofText("\"gone\""), Payload.NONE),
                  m.senderOrdinal(),
                  m.audience())
              : m);
    }
    return messages;
  }

  /// Says that it is durable when it is in memory: a crash takes the last few commits.
  private static final class AckBeforeSync extends Sabotage {
    private ReferenceEngine.Disk synced = new ReferenceEngine.Disk();
    private int commits;

    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      return Instead.of(
          Engine.class,
          real,
          "begin",
          (call, a) ->
              Instead.of(
                  Transaction.class,
                  (Transaction) call.call(a),
                  "commit",
                  (commit, changes) -> {
                    if (++commits % 3 == 0) {
                      synced = disk.copy();
                    }
                    return commit.call(changes);
                  }));
    }

    @Override
    protected ReferenceEngine.Disk afterCrash(ReferenceEngine.Disk disk) {
      return synced.copy();
    }
  }

  /// Keeps the ids of sends in memory alone.
  private static final class DedupeLostAtRestart extends Sabotage {
    private long newestAtStart;

    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      newestAtStart = real.newestStamp();
      return Instead.of(
          Engine.class,
          real,
          "begin",
          (call, a) ->
              Instead.of(
                  Transaction.class,
                  (Transaction) call.call(a),
                  "sent",
                  (sent, id) ->
                      ((Optional<?>) sent.call(id))
                          .filter(m -> ((Message) m).stamp() > newestAtStart)));
    }
  }

  /// Tells the author's phone of reads, and no other device.
  private static final class ReceiptToOneDevice extends Sabotage {
    @Override
    protected Connection connection(UserId user, DeviceId device, Connection real) {
      return device.name().equals("phone")
          ? real
          : Instead.of(
              Connection.class,
              real,
              "push",
              (call, a) ->
                  a[0] instanceof Push.PeerRead || a[0] instanceof Push.GroupRead
                      ? Instead.NOTHING
                      : call.call(a));
    }
  }

  /// Pushes a message while its commit is still under way.
  private static final class PushBeforeCommit extends Sabotage {
    private final Map<UserId, Connection> newest = new HashMap<>();

    @Override
    protected Connection connection(UserId user, DeviceId device, Connection real) {
      newest.put(user, real);
      return real;
    }

    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      return Instead.of(
          Engine.class,
          real,
          "begin",
          (call, a) ->
              Instead.of(
                  Transaction.class,
                  (Transaction) call.call(a),
                  "commit",
                  (commit, given) -> {
                    ((List<?>) given[0]).forEach(change -> tell((Change) change));
                    return commit.call(given);
                  }));
    }

    private void tell(Change change) {
      if (change instanceof Change.MessageAppended(Message message)
          && message.conversation() instanceof ConversationId.Direct direct) {
        UserId receiver = direct.peerOf(message.sender());
        Connection to = newest.get(receiver);
        if (to != null) {
          push(to, new Push.InboxEntry(message, receiver, -1, false));
        }
      }
    }
  }

  /// Hands back where the inbox ends, whatever the page ends with.
  private static final class CursorOfTheNewest extends Sabotage {
    @Override
    protected long cursor(Inboxes.Slice page, long after, long newest) {
      return newest;
    }
  }
}
