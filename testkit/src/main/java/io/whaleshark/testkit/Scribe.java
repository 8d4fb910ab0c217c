package io.whaleshark.testkit;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Retention.Due;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Participation.Left;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.PushToken;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Writes the domain's changes into an engine without the domain's rules. Each call is a batch of
/// its own, or part of the surrounding [#batch]. Confined to its test's thread.
///
/// Its clock stands still, so every stamp is one more than the one before.
final class Scribe {

  private final Engine engine;
  private final StampClock stamps;
  private @Nullable Ledger batch;
  private int messages;

  Scribe(Engine engine) {
    this.engine = engine;
    this.stamps =
        new StampClock(
            Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC),
            engine.newestStamp());
  }

  /// The newest stamp assigned; later writes get greater stamps.
  long now() {
    return stamps.newest();
  }

  /// Commits the writes of the steps as one batch.
  void batch(Runnable steps) {
    try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
      Ledger ledger = new Ledger(transaction, stamps);
      batch = ledger;
      steps.run();
      batch = null;
      transaction.commit(ledger.changes(), List.of(), stamps.newest());
    }
  }

  private <T> T write(Function<Ledger, T> step) {
    if (batch != null) {
      return step.apply(batch);
    }
    try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
      Ledger ledger = new Ledger(transaction, stamps);
      T result = step.apply(ledger);
      transaction.commit(ledger.changes(), List.of(), stamps.newest());
      return result;
    }
  }

  private static void apply(Ledger ledger, List<Change> changes) {
    ledger.apply(new Decision(changes, Answer.DONE, Optional.empty()));
  }

  /// Sends a message with unique contents.
  Message send(ConversationId conversation, UserId sender) {
    messages++;
    return send(conversation, new ClientMessageId(sender, "c" + messages), "text " + messages);
  }

  Message send(ConversationId conversation, ClientMessageId id, String text) {
    return send(conversation, id, new Message.Sent(Payload.ofText(text), Payload.NONE));
  }

  Message send(ConversationId conversation, ClientMessageId id, Message.Content content) {
    return send(conversation, id, content, stamp -> stamp);
  }

  /// Takes over a message that was sent on another server.
  ///
  /// @param ageMicros how long ago
  Message sentAgo(ConversationId conversation, UserId sender, long ageMicros) {
    messages++;
    var content = new Message.Sent(Payload.ofText("text " + messages), Payload.NONE);
    var id = new ClientMessageId(sender, "c" + messages);
    return send(conversation, id, content, stamp -> stamp - ageMicros);
  }

  private Message send(
      ConversationId conversation,
      ClientMessageId id,
      Message.Content content,
      LongUnaryOperator timeAt) {
    return write(ledger -> {
      Head head = ledger.head(conversation);
      List<Change> changes = new ArrayList<>();
      long stamp = ledger.nextStamp();
      long time = timeAt.applyAsLong(stamp);
      long audience =
          switch (conversation) {
            case ConversationId.Direct direct -> {
              if (head.sequence() == 0) {
                changes.addAll(entering(direct, direct.low(), stamp));
                changes.addAll(entering(direct, direct.high(), stamp));
              }
              yield direct.isWithSelf() ? 0 : 1;
            }
            case ConversationId.Group group -> ledger.group(group).orElseThrow().memberCount() - 1;
          };
      long own = ledger.sentCount(conversation, id.sender(), head.sequence());
      var message =
          new Message(
              conversation, head.sequence() + 1, stamp, time, id, content, own + 1, audience);
      changes.add(new Change.MessageAppended(message));
      apply(ledger, changes);
      return message;
    });
  }

  private static List<Change> entering(ConversationId.Direct direct, UserId user, long stamp) {
    return List.of(
        new Change.ParticipationPut(Participation.entered(user, direct, stamp)),
        new Change.MembershipPut(Membership.open(direct, user, 0, 0, stamp)));
  }

  Message recall(Message message) {
    return replace(message, message::recalledAt);
  }

  /// Gives a message as it is now another text.
  Message edit(Message message, String text) {
    var content = new Message.Sent(Payload.ofText(text), Payload.NONE);
    return replace(message, at -> message.edited(content, at, at));
  }

  /// Puts a message in the place of itself as it is now.
  ///
  /// @param by makes it of the stamp that it gets
  Message replace(Message message, LongFunction<Message> by) {
    return write(ledger -> {
      Message now = by.apply(ledger.nextStamp());
      apply(ledger, List.of(Change.MessageReplaced.of(message, now)));
      return now;
    });
  }

  /// Creates a group; the first member owns it.
  ConversationId.Group group(String name, UserId... members) {
    var id = new ConversationId.Group(members[0].app(), name);
    write(ledger -> {
      Group empty = new Group(id, "the " + name, members[0], 0, false, ledger.nextStamp());
      apply(ledger, List.of(new Change.GroupPut(empty)));
      for (UserId member : members) {
        join(ledger, id, member);
      }
      return id;
    });
    return id;
  }

  void join(ConversationId.Group id, UserId user) {
    write(ledger -> join(ledger, id, user));
  }

  private static Membership join(Ledger ledger, ConversationId.Group id, UserId user) {
    long newest = ledger.head(id).sequence();
    long own = ledger.sentCount(id, user, newest);
    Membership opened = Membership.open(id, user, newest, own, ledger.nextStamp());
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.MembershipPut(opened));
    if (ledger.participation(user, id).isEmpty()) {
      changes.add(new Change.ParticipationPut(Participation.entered(user, id, opened.changedAt())));
    }
    changes.add(resized(ledger, id, +1));
    apply(ledger, changes);
    return opened;
  }

  void leave(ConversationId.Group id, UserId user) {
    write(ledger -> {
      Membership closed =
          ledger
              .membership(id, user)
              .orElseThrow()
              .close(ledger.head(id).sequence(), ledger.nextStamp());
      apply(ledger, List.of(new Change.MembershipPut(closed), resized(ledger, id, -1)));
      return closed;
    });
  }

  private static Change resized(Ledger ledger, ConversationId.Group id, int by) {
    Group group = ledger.group(id).orElseThrow();
    long stamp = ledger.nextStamp();
    return new Change.GroupPut(
        new Group(id, group.name(), group.owner(), group.memberCount() + by, false, stamp));
  }

  void rename(ConversationId.Group id, String name) {
    put(id, name, false);
  }

  /// Ends a group; its last members stay on record.
  void dissolve(ConversationId.Group id) {
    put(id, "the " + id.name(), true);
  }

  private void put(ConversationId.Group id, String name, boolean dissolved) {
    write(ledger -> {
      Group group = ledger.group(id).orElseThrow();
      long stamp = ledger.nextStamp();
      var put = new Group(id, name, group.owner(), group.memberCount(), dissolved, stamp);
      apply(ledger, List.of(new Change.GroupPut(put)));
      return put;
    });
  }

  void read(ConversationId conversation, UserId user, long sequence) {
    write(ledger -> {
      long own = ledger.sentCount(conversation, user, sequence);
      Membership moved =
          ledger
              .membership(conversation, user)
              .orElseThrow()
              .readUpTo(sequence, own, ledger.nextStamp());
      apply(ledger, List.of(new Change.MembershipPut(moved)));
      return moved;
    });
  }

  void stand(ConversationId.Group group, UserId user, Membership.Standing standing) {
    write(ledger -> {
      Membership set =
          ledger.membership(group, user).orElseThrow().standing(standing, ledger.nextStamp());
      apply(ledger, List.of(new Change.MembershipPut(set)));
      return set;
    });
  }

  Ban ban(UserId user, String reason, long until) {
    return write(ledger -> {
      Ban ban = new Ban(user, reason, until, ledger.nextStamp());
      apply(ledger, List.of(new Change.BanPut(ban)));
      return ban;
    });
  }

  void block(UserId blocker, UserId blocked) {
    change(at -> new Change.BlockPut(new Block(blocker, blocked), at));
  }

  void liftBlock(UserId blocker, UserId blocked) {
    change(at -> new Change.BlockLifted(new Block(blocker, blocked), at));
  }

  void switchReceipts(UserId user, boolean on) {
    change(at -> new Change.ReceiptsSwitched(user, on, at));
  }

  /// Registers a token, whatever else was there.
  PushToken register(UserId user, DeviceId device, String service, String token) {
    return write(ledger -> {
      PushToken registered = new PushToken(user, device, service, token, ledger.nextStamp());
      apply(ledger, List.of(new Change.PushTokenPut(registered)));
      return registered;
    });
  }

  void unregister(PushToken token) {
    change(at -> new Change.PushTokenRemoved(token, at));
  }

  /// Writes what has the stamp that it gets.
  void change(LongFunction<Change> at) {
    write(ledger -> {
      Change change = at.apply(ledger.nextStamp());
      apply(ledger, List.of(change));
      return change;
    });
  }

  /// As a user reads whose receipts others do not see.
  void readUnshared(ConversationId conversation, UserId user, long sequence) {
    write(ledger -> {
      long own = ledger.sentCount(conversation, user, sequence);
      Participation known = ledger.participation(user, conversation).orElseThrow();
      Participation read = known.readUnshared(sequence, own, ledger.nextStamp());
      apply(ledger, List.of(new Change.ParticipationPut(read)));
      return read;
    });
  }

  void receive(ConversationId conversation, UserId user, long sequence) {
    write(ledger -> {
      Membership moved =
          ledger
              .membership(conversation, user)
              .orElseThrow()
              .receivedUpTo(sequence, ledger.nextStamp());
      apply(ledger, List.of(new Change.MembershipPut(moved)));
      return moved;
    });
  }

  /// Raises floors, as the lane does when it is asked to.
  void expire(List<Due> due) {
    write(ledger -> {
      for (Due one : due) {
        if (one.upTo() > ledger.floor(one.conversation())) {
          apply(
              ledger,
              List.of(new Change.FloorRaised(one.conversation(), one.upTo(), ledger.nextStamp())));
        }
      }
      return due;
    });
  }

  void readAfterLeaving(ConversationId.Group group, UserId user, long sequence) {
    write(ledger -> {
      Participation kept = ledger.participation(user, group).orElseThrow();
      Participation read = kept.readAfterLeaving(sequence, ledger.nextStamp());
      apply(ledger, List.of(new Change.ParticipationPut(read)));
      return read;
    });
  }

  /// Sets what a user sees of a conversation: muted, and hidden from now on.
  Participation hideMuted(ConversationId conversation, UserId user) {
    return write(ledger -> {
      long newest = ledger.head(conversation).sequence();
      long stamp = ledger.nextStamp();
      var set = fresh(ledger, conversation, user).set(false, true, newest, stamp);
      apply(ledger, List.of(new Change.ParticipationPut(set)));
      return set;
    });
  }

  Participation pin(ConversationId conversation, UserId user) {
    return write(ledger -> {
      long stamp = ledger.nextStamp();
      var set = fresh(ledger, conversation, user).set(true, false, Participation.SHOWN, stamp);
      apply(ledger, List.of(new Change.ParticipationPut(set)));
      return set;
    });
  }

  /// As if the user had set nothing there, and had not left it.
  private static Participation fresh(Ledger ledger, ConversationId conversation, UserId user) {
    return ledger
        .participation(user, conversation)
        .map(known ->
            new Participation(
                user,
                conversation,
                false,
                false,
                Participation.SHOWN,
                Left.NEVER,
                known.unshared(),
                known.erased(),
                0))
        .orElseGet(() -> Participation.entered(user, conversation, 0));
  }

  /// Takes a conversation from a user's view.
  Participation erase(ConversationId conversation, UserId user) {
    return write(ledger -> {
      long newest = ledger.head(conversation).sequence();
      long own = ledger.sentCount(conversation, user, newest);
      Participation known = ledger.participation(user, conversation).orElseThrow();
      Participation erased = known.erased(newest, own, ledger.nextStamp());
      apply(ledger, List.of(new Change.ParticipationPut(erased)));
      return erased;
    });
  }
}
