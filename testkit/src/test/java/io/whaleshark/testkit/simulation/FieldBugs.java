package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.ConversationList.Item;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Membership.Standing;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Participation.Left;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Bugs to plant, one for each field that clients get: in pushes, list items, pages, counts and
/// answers.
final class FieldBugs {

  static final List<Bug> ALL =
      List.of(
          push("1103 previousInboxSequence is 0", FieldBugs::withoutPrevious),
          push("1103 silent is never set", FieldBugs::loud),
          push("1103 of a recall brings the content", FieldBugs::alive),
          push("1053 unreadCount counts one too many", FieldBugs::moreUnread),
          push("1054 messageSequence is one too low", FieldBugs::peerBehind),
          push("2054 readCount counts one too few", FieldBugs::fewerReaders),
          push("2054 messageSequence is that of the message", FieldBugs::readerAtMessage),
          push("1107 serverSend is never set", FieldBugs::neverByServer),
          push("1107 messageSequence is one too low", FieldBugs::receivedBehind),
          push("2001 names one user alone", FieldBugs::oneAdded),
          push("2006 memberCount is that of before", FieldBugs::removedTooLate),
          push("2003 the new name is not told", FieldBugs::unnamed),
          push("2007 a group that ended looks alive", FieldBugs::undissolved),
          new Bug(
              "5001 changes of settings are not told", () -> Plant.push(FieldBugs::settingsLost)),
          new Bug("9002 names the device that goes", KickedByItself::new),
          new Bug("9002 who is signed out is not told", SignedOutSilently::new),
          new Bug("9001 maxSequence is 0", () -> Plant.inboxes("newest", (_, _) -> 0L)),
          item("5101 peerReceiveSequence is what was read", v -> peer(v, false)),
          item("5101 peerReadSequence is what was received", v -> peer(v, true)),
          item(
              "5101 messageSequence is one too low",
              v -> changed(v, v.newest(), -1, v.changedAt())),
          item("5101 lastMessage is missing", v -> changed(v, Optional.empty(), 0, v.changedAt())),
          item("5101 sequence is that of the last message", FieldBugs::lastMessageAt),
          item("5101 memberCount counts one too many", FieldBugs::crowded),
          new Bug("5102 isTop is not kept", () -> Plant.change(FieldBugs::neverTop)),
          new Bug(
              "2106 what who left reads is not kept",
              () -> Plant.change(c -> left(c, new Left(left(c).groupName(), 0)))),
          new Bug(
              "5101 a group that was left has its newest name",
              () -> Plant.change(c -> left(c, new Left("", left(c).read())))),
          new Bug("received markers are not kept", () -> Plant.change(FieldBugs::notReceived)),
          new Bug("1201 completed is always set", () -> Plant.slice(s -> slice(s, true, 0))),
          new Bug("1201 gaps end one too late", () -> Plant.slice(s -> slice(s, s.completed(), 1))),
          log(
              "1211 above a sequence, and it too",
              "after",
              (c, a) -> c.call(a[0], less(a), a[2], a[3])),
          log("1211 below a sequence, and not the next", "before", FieldBugs::below),
          log("the authors of what was read lack one", "authors", (c, a) -> rest(c.call(a))),
          log("2054 counts an older message", "newestBy", FieldBugs::older),
          members(
              "2111 readCount counts one too many", "readCount", (c, a) -> 1 + (long) c.call(a)),
          members("2111 the audience lacks the last one", "audience", FieldBugs::shortened),
          new Bug(
              "own messages behind a read marker are unread",
              () -> Plant.transaction("sentCount", FieldBugs::ownAtRead)),
          new Bug(
              "a dissolved group may be written to",
              () -> Plant.transaction("group", FieldBugs::everAlive)),
          new Bug(
              "a mute is not kept",
              () -> Plant.change(c -> standing(c, s -> new Standing(s.admin(), false)))),
          new Bug(
              "a role is not kept",
              () -> Plant.change(c -> standing(c, s -> new Standing(false, s.muted())))),
          new Bug("P12 a question does not wait", Hasty::new));

  private FieldBugs() {}

  private static Bug push(String name, UnaryOperator<Push> change) {
    return new Bug(name, () -> Plant.push(push -> Optional.of(change.apply(push))));
  }

  private static Bug item(String name, UnaryOperator<Item> change) {
    return new Bug(name, () -> Plant.item(change));
  }

  private static Bug log(String name, String method, Instead.Method instead) {
    return new Bug(name, () -> Plant.log(method, instead));
  }

  private static Bug members(String name, String method, Instead.Method instead) {
    return new Bug(name, () -> Plant.members(method, instead));
  }

  // --- pushes ---

  private static Push withoutPrevious(Push push) {
    return push instanceof Push.InboxEntry(var message, var owner, _, boolean silent)
        ? new Push.InboxEntry(message, owner, 0, silent)
        : push;
  }

  private static Push loud(Push push) {
    return push instanceof Push.InboxEntry(var message, var owner, long previous, _)
        ? new Push.InboxEntry(message, owner, previous, false)
        : push;
  }

  private static Push alive(Push push) {
    return push instanceof Push.InboxEntry(Message m, var owner, long previous, boolean silent)
            && m.isRecalled()
        ? new Push.InboxEntry(
            new Message(
                m.conversation(),
                m.sequence(),
                m.inboxPosition(),
                m.clientId(),
                new Message.Sent(Payload.ofText("\"old\""), Payload.NONE),
                m.senderOrdinal(),
                m.audience()),
            owner,
            previous,
            silent)
        : push;
  }

  private static Push moreUnread(Push push) {
    return push instanceof Push.OwnRead(var reader, var conversation, long sequence, long unread)
        ? new Push.OwnRead(reader, conversation, sequence, unread + 1)
        : push;
  }

  private static Push peerBehind(Push push) {
    return push instanceof Push.PeerRead(var reader, var conversation, long sequence)
        ? new Push.PeerRead(reader, conversation, sequence - 1)
        : push;
  }

  private static Push fewerReaders(Push push) {
    return push
            instanceof
            Push.GroupRead(var reader, var group, long sequence, Message counted, long count)
        ? new Push.GroupRead(reader, group, sequence, counted, count - 1)
        : push;
  }

  private static Push readerAtMessage(Push push) {
    return push instanceof Push.GroupRead(var reader, var group, _, Message counted, long count)
        ? new Push.GroupRead(reader, group, counted.sequence(), counted, count)
        : push;
  }

  private static Push neverByServer(Push push) {
    return push instanceof Push.Received(var receiver, var sender, var message, _)
        ? new Push.Received(receiver, sender, message, false)
        : push;
  }

  private static Push receivedBehind(Push push) {
    return push instanceof Push.Received(var receiver, var sender, var m, boolean byServer)
        ? new Push.Received(
            receiver,
            sender,
            new Push.ReceivedMessage(m.sequence() - 1, m.stamp(), m.clientId()),
            byServer)
        : push;
  }

  private static Push oneAdded(Push push) {
    return push instanceof Push.MembersAdded(var group, var members)
        ? new Push.MembersAdded(group, members.subList(0, 1))
        : push;
  }

  private static Push removedTooLate(Push push) {
    return push instanceof Push.MemberRemoved(Group group, var member)
        ? new Push.MemberRemoved(group(group, group.name(), 1, group.dissolved()), member)
        : push;
  }

  private static Push unnamed(Push push) {
    return push instanceof Push.GroupRenamed(Group group)
        ? new Push.GroupRenamed(group(group, group.id().name(), 0, group.dissolved()))
        : push;
  }

  private static Push undissolved(Push push) {
    return push instanceof Push.GroupDissolved(Group group)
        ? new Push.GroupDissolved(group(group, group.name(), 0, false))
        : push;
  }

  private static Optional<Push> settingsLost(Push push) {
    return push instanceof Push.ConversationSet ? Optional.empty() : Optional.of(push);
  }

  private static Group group(Group g, String name, long more, boolean dissolved) {
    return new Group(g.id(), name, g.owner(), g.memberCount() + more, dissolved, g.changedAt());
  }

  /// Tells a device that it displaced itself.
  private static final class KickedByItself extends Sabotage {
    @Override
    protected Connection connection(UserId user, DeviceId device, Connection real) {
      return Instead.of(Connection.class, real, "displace", (call, _) -> call.call(device));
    }
  }

  private static final class SignedOutSilently extends Sabotage {
    @Override
    protected Connection connection(UserId user, DeviceId device, Connection real) {
      return Instead.of(Connection.class, real, "signOut", (_, _) -> device); // void
    }
  }

  /// Answers queries before earlier commands of the same connection.
  private static final class Hasty extends Sabotage {
    @Override
    protected boolean questionsWait() {
      return false;
    }
  }

  // --- the list ---

  private static Item peer(Item v, boolean received) {
    if (!(v.counterpart() instanceof ConversationList.Peer peer)) {
      return v;
    }
    long one = received ? peer.received() : peer.read();
    return counterpart(v, new ConversationList.Peer(one, one));
  }

  private static Item crowded(Item v) {
    return v.counterpart() instanceof ConversationList.OfGroup(Group group)
        ? counterpart(
            v, new ConversationList.OfGroup(group(group, group.name(), 1, group.dissolved())))
        : v;
  }

  private static Item counterpart(Item v, ConversationList.Counterpart counterpart) {
    return new Item(
        v.participation(),
        v.membership(),
        v.newest(),
        v.newestSequence(),
        v.unread(),
        counterpart,
        v.changedAt());
  }

  private static Item lastMessageAt(Item v) {
    long at = v.newest().map(Message::stamp).orElse(v.changedAt());
    return changed(v, v.newest(), 0, at);
  }

  private static Item changed(Item v, Optional<Message> newest, long more, long changedAt) {
    return new Item(
        v.participation(),
        v.membership(),
        newest,
        v.newestSequence() + more,
        v.unread(),
        v.counterpart(),
        changedAt);
  }

  private static Change neverTop(Change change) {
    return change instanceof Change.ParticipationPut(var p) && p.top()
        ? new Change.ParticipationPut(
            Participation.entered(p.user(), p.conversation(), p.changedAt()))
        : change;
  }

  private static Left left(Change change) {
    return change instanceof Change.ParticipationPut(var p) ? p.left() : Left.NEVER;
  }

  private static Change left(Change change, Left left) {
    return Plant.participation(change, _ -> left, Participation::unshared, Participation::erased);
  }

  private static Change standing(Change change, UnaryOperator<Standing> instead) {
    return change instanceof Change.MembershipPut(Membership m)
        ? new Change.MembershipPut(m.standing(instead.apply(m.standing()), m.changedAt()))
        : change;
  }

  private static Change notReceived(Change change) {
    return change instanceof Change.MembershipPut(Membership m)
        ? new Change.MembershipPut(
            new Membership(
                m.conversation(),
                m.user(),
                m.joined(),
                m.left(),
                m.read(),
                m.read(),
                m.ownAtRead(),
                m.standing(),
                m.changedAt()))
        : change;
  }

  // --- pages and counts ---

  private static Inboxes.Slice slice(Inboxes.Slice s, boolean completed, long more) {
    return new Inboxes.Slice(
        s.messages(),
        completed,
        s.truncated(),
        s.gaps().stream()
            .map(gap -> new Inboxes.Gap(gap.conversation(), gap.from(), gap.to() + more))
            .toList());
  }

  private static long less(Object[] a) {
    return (long) a[1] - 1;
  }

  private static Object below(Instead.Call call, Object[] a) throws Throwable {
    long before = (long) a[1];
    return call.call(a[0], before == Long.MAX_VALUE ? before : before - 1, a[2], a[3]);
  }

  private static Set<?> rest(Object authors) {
    return Set.copyOf(((Set<?>) authors).stream().sorted().skip(1).toList());
  }

  private static Object older(Instead.Call call, Object[] a) throws Throwable {
    long newest = (long) call.call(a);
    long before = newest == 0 ? 0 : (long) call.call(a[0], a[1], newest - 1);
    return before == 0 ? newest : before;
  }

  private static Object shortened(Instead.Call call, Object[] a) throws Throwable {
    List<?> readers = (List<?>) call.call(a);
    return readers.size() < 2 ? readers : readers.subList(0, readers.size() - 1);
  }

  /// Answers 0 for the user's own messages up to any position above 1.
  private static Object ownAtRead(Instead.Call call, Object[] a) throws Throwable {
    long upTo = (long) a[2];
    return upTo > 1 ? call.call(a[0], a[1], 0L) : call.call(a);
  }

  private static Object everAlive(Instead.Call call, Object[] a) throws Throwable {
    return ((Optional<?>) call.call(a))
        .map(each -> {
          Group group = (Group) each;
          return group(group, group.name(), 0, false);
        });
  }
}
