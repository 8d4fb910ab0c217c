package io.whaleshark.testkit.simulation;

import io.whaleshark.client.sync.InboxEffect;
import io.whaleshark.client.sync.Origin;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A bug to plant, of a kind that a programmer could really make.
record Bug(String name, Supplier<Sabotage> sabotage) {

  static final List<Bug> ALL =
      List.of(
          new Bug("an ack before the sync", AckBeforeSync::new),
          new Bug(
              "a failed commit is acknowledged", () -> Plant.transaction("commit", Bug::swallow)),
          new Bug("a push before the commit", PushBeforeCommit::new),
          new Bug(
              "no repeat is known", () -> Plant.transaction("sent", (_, _) -> Optional.empty())),
          new Bug("repeats are forgotten at a restart", DedupeLostAtRestart::new),
          new Bug(
              "an inclusive cursor",
              () ->
                  Plant.inboxes("pull", (call, a) -> call.call(a[0], (long) a[1] - 1, a[2], a[3]))),
          new Bug("a page without its first entry", () -> Plant.slice(Bug::withoutFirst)),
          new Bug("the newest position as cursor of every page", CursorOfTheNewest::new),
          new Bug(
              "an inbox trimmed silently",
              () ->
                  Plant.slice(slice ->
                      new Inboxes.Slice(slice.messages(), slice.completed(), false, List.of()))),
          new Bug("gaps overwritten instead of merged", () -> Plant.slice(Bug::newestOfEachGap)),
          new Bug("a position that moves back", StalePosition::new),
          new Bug("receipts to one device of the author", ReceiptToOneDevice::new),
          new Bug("own messages counted as unread", () -> Plant.item(Bug::ownUnread)),
          new Bug("receipts to one author alone", ReceiptToOneAuthor::new),
          new Bug("a read told before the commit", ReadBeforeCommit::new),
          new Bug("coming back reopens the old period", OldPeriodReopened::new),
          new Bug(
              "who left may write on",
              () -> Plant.transaction("membership", (call, a) -> stillMember(call.call(a)))),
          new Bug("a displaced device goes on", NobodyDisplaced::new),
          new Bug(
              "who left sees what follows",
              () -> Plant.members("periods", (call, a) -> opened(call.call(a)))),
          new Bug("history forgets recalls", () -> Plant.log("after", Bug::unrecalled)),
          new Bug(
              "a device shows what it pulled twice",
              () -> Plant.device(each -> isPulled(each) ? List.of(each, each) : List.of(each))),
          new Bug(
              "a device loses what it pulled",
              () -> Plant.device(each -> isPulled(each) ? List.of() : List.of(each))),
          new Bug(
              "a device shows a recall twice",
              () ->
                  Plant.device(each ->
                      each instanceof InboxEffect.ShowRecall
                          ? List.of(each, each)
                          : List.of(each))),
          new Bug(
              "a device leaves out silently",
              () ->
                  Plant.device(
                      each -> each instanceof InboxEffect.ShowGap ? List.of() : List.of(each))),
          new Bug(
              "a device acknowledges twice",
              () ->
                  Plant.device(each ->
                      each instanceof InboxEffect.Acknowledge
                          ? List.of(each, each)
                          : List.of(each))),
          new Bug(
              "a device forgets an acknowledgement",
              () ->
                  Plant.device(each ->
                      each instanceof InboxEffect.Acknowledge said && said.number() % 2 == 0
                          ? List.of()
                          : List.of(each))));

  /// A new instance of the bug.
  Sabotage plant() {
    return sabotage.get();
  }

  @Override
  public String toString() {
    return name;
  }

  // --- what ---

  private static boolean isPulled(InboxEffect effect) {
    return effect instanceof InboxEffect.Show show && show.origin() == Origin.INBOX;
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

  private static List<Membership> opened(Object periods) {
    List<Membership> opened = new ArrayList<>();
    for (Object period : (List<?>) periods) {
      opened.add(opened((Membership) period, ((Membership) period).joined()));
    }
    return opened;
  }

  private static Membership opened(Membership m, long joined) {
    return new Membership(
        m.conversation(),
        m.user(),
        joined,
        Membership.OPEN,
        m.read(),
        m.received(),
        m.ownAtRead(),
        m.standing(),
        m.changedAt());
  }

  private static Optional<Membership> stillMember(Object membership) {
    return ((Optional<?>) membership).map(m -> opened((Membership) m, ((Membership) m).joined()));
  }

  private static ConversationList.Item ownUnread(ConversationList.Item v) {
    return new ConversationList.Item(
        v.participation(),
        v.membership(),
        v.newest(),
        v.newestSequence(),
        Math.max(0, v.newestSequence() - v.membership().read()),
        v.counterpart(),
        v.changedAt());
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

  /// Reports commits as durable while they are only in memory: a crash loses the last few.
  private static final class AckBeforeSync extends Sabotage {
    private ReferenceEngine.Disk synced = new ReferenceEngine.Disk();
    private int commits;

    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      return Instead.ofTransaction(
          real,
          "commit",
          (commit, changes) -> {
            if (++commits % 3 == 0) {
              synced = disk.copy();
            }
            return commit.call(changes);
          });
    }

    @Override
    protected ReferenceEngine.Disk afterCrash(ReferenceEngine.Disk disk) {
      return synced.copy();
    }
  }

  /// Keeps client message ids in memory only.
  private static final class DedupeLostAtRestart extends Sabotage {
    private long newestAtStart;

    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      newestAtStart = real.newestStamp();
      return Instead.ofTransaction(
          real,
          "sent",
          (sent, id) ->
              ((Optional<?>) sent.call(id)).filter(m -> ((Message) m).stamp() > newestAtStart));
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

  /// Tells one author of a read in a group, and not the others whose messages became read.
  private static final class ReceiptToOneAuthor extends Sabotage {
    private final Map<Object, UserId> told = new HashMap<>();

    @Override
    protected Connection connection(UserId user, DeviceId device, Connection real) {
      return Instead.of(
          Connection.class,
          real,
          "push",
          (call, a) ->
              a[0] instanceof Push.GroupRead read
                      && !told.computeIfAbsent(
                              List.of(read.reader(), read.conversation(), read.sequence()),
                              _ -> user)
                          .equals(user)
                  ? Instead.NOTHING
                  : call.call(a));
    }
  }

  /// A user who rejoins continues the period that they left, instead of starting a new one.
  private static final class OldPeriodReopened extends Sabotage {
    private final Map<Object, Long> firstJoined = new HashMap<>();

    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      return Plant.change(this::reopened).engine(real, disk);
    }

    private Change reopened(Change change) {
      if (!(change instanceof Change.MembershipPut(Membership m)) || !m.isOpen()) {
        return change;
      }
      Object who = List.of(m.conversation(), m.user());
      long first = firstJoined.computeIfAbsent(who, _ -> m.joined());
      return new Change.MembershipPut(opened(m, first));
    }
  }

  /// Never ends a session that the login policy does not allow.
  private static final class NobodyDisplaced extends Sabotage {
    @Override
    protected Connection connection(UserId user, DeviceId device, Connection real) {
      return Instead.of(Connection.class, real, "displace", (_, _) -> Instead.NOTHING);
    }
  }

  /// Pushes before the commit is done.
  private abstract static class ToldBeforeCommit extends Sabotage {
    private final Map<UserId, Connection> newest = new HashMap<>();

    @Override
    protected Connection connection(UserId user, DeviceId device, Connection real) {
      newest.put(user, real);
      return real;
    }

    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      return Plant.change(
              change -> {
                tell(change);
                return change;
              })
          .engine(real, disk);
    }

    abstract void tell(Change change);

    void push(UserId receiver, Push push) {
      Connection to = newest.get(receiver);
      if (to != null) {
        push(to, push);
      }
    }
  }

  private static final class PushBeforeCommit extends ToldBeforeCommit {
    @Override
    void tell(Change change) {
      if (change instanceof Change.MessageAppended(Message message)
          && message.conversation() instanceof ConversationId.Direct direct) {
        UserId receiver = direct.peerOf(message.sender());
        push(receiver, new Push.InboxEntry(message, receiver, 0, false));
      }
    }
  }

  private static final class ReadBeforeCommit extends ToldBeforeCommit {
    @Override
    void tell(Change change) {
      if (change instanceof Change.MembershipPut(Membership m)
          && m.read() > 0
          && m.conversation() instanceof ConversationId.Direct direct) {
        push(direct.peerOf(m.user()), new Push.PeerRead(m.user(), direct, m.read()));
      }
    }
  }

  /// Writes what a device received over a read position that was read before the newest read.
  private static final class StalePosition extends Sabotage {
    private final Map<Object, Membership> before = new HashMap<>();
    private final Map<Object, Membership> newest = new HashMap<>();

    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      return Plant.change(this::stale).engine(real, disk);
    }

    private Change stale(Change change) {
      if (!(change instanceof Change.MembershipPut(Membership m))) {
        return change;
      }
      Object period = List.of(m.conversation(), m.user(), m.joined());
      Membership last = newest.get(period);
      if (last == null || last.read() < m.read()) {
        before.put(period, last == null ? m : last);
        newest.put(period, m);
        return change;
      }
      long read = before.getOrDefault(period, m).read();
      return new Change.MembershipPut(
          new Membership(
              m.conversation(),
              m.user(),
              m.joined(),
              m.left(),
              read,
              m.received(),
              0,
              m.standing(),
              m.changedAt()));
    }
  }

  /// Returns the end of the inbox as the cursor, instead of the end of the page.
  private static final class CursorOfTheNewest extends Sabotage {
    @Override
    protected PageEvent.InboxPage page(PageEvent.InboxPage real, long newest) {
      return new PageEvent.InboxPage(
          real.dataList(),
          newest,
          real.completed(),
          real.truncated(),
          real.gaps(),
          real.requestId());
    }
  }
}
