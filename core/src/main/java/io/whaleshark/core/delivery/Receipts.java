package io.whaleshark.core.delivery;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.engine.ConversationList.Peers;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.news.News;
import io.whaleshark.core.presence.Presence;
import io.whaleshark.core.receipt.ReceiptSettings.State;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Push;
import io.whaleshark.core.session.Sessions;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/// Tells how far somebody has received and read: those who wrote it, and the reader's own devices.
/// Who does not see receipts is told of none. Confined to the lane's thread.
final class Receipts {

  private final IntFunction<AppPolicy> policies;
  private final Sessions sessions;
  private final Presence presence;
  private final GroupReceipts ofGroups;
  private final GroupReads reads;

  /// @param now shows the time
  Receipts(
      Engine engine,
      Lookups lookups,
      Sessions sessions,
      Presence presence,
      IntFunction<AppPolicy> policies,
      LongSupplier now) {
    this.policies = policies;
    this.sessions = sessions;
    this.presence = presence;
    this.ofGroups =
        new GroupReceipts(
            engine,
            lookups,
            sessions,
            now,
            app -> StampClock.microsOf(policies.apply(app).receiptInterval()),
            this::areShownTo);
    this.reads = new GroupReads(engine, lookups, sessions, ofGroups);
  }

  /// A message was sent: where no device of the receiver is there to say that it came, the server
  /// says so. Of whom others see no receipts they do not see whether one is there, either.
  void sent(News.MessageSent sent) {
    Message message = sent.message();
    if (message.conversation() instanceof ConversationId.Direct direct && !direct.isWithSelf()) {
      UserId receiver = direct.peerOf(message.sender());
      if (sent.toPrivate() || !presence.isOnline(receiver)) {
        var named =
            new Push.ReceivedMessage(
                message.sequence(), message.stamp(), message.clientId().value());
        Push received = new Push.Received(receiver, message.sender(), named, true);
        sessions
            .of(message.sender())
            .filter(this::areShownTo)
            .ifPresent(sender -> sender.pushToAll(received));
      }
    }
  }

  void received(News.ReceivedAdvanced told) {
    UserId receiver = told.receiver();
    UserId sender = told.conversation().peerOf(receiver);
    var named = new Push.ReceivedMessage(told.sequence(), told.stamp(), told.clientId());
    if (!sender.equals(receiver)) {
      Push received = new Push.Received(receiver, sender, named, false);
      sessions
          .seeing(sender, told.conversation(), told.sequence())
          .filter(this::areShownTo)
          .ifPresent(online -> online.pushToAll(received));
    }
  }

  void read(News.ReadAdvanced advanced) {
    UserId reader = advanced.reader();
    ConversationId conversation = advanced.conversation();
    if (advanced.audience() != News.Audience.OTHERS) {
      var ownRead = new Push.OwnRead(reader, conversation, advanced.upTo(), advanced.unread());
      sessions.of(reader).ifPresent(session -> session.pushToOthers(advanced.by(), ownRead));
    }
    if (advanced.readOthers()) {
      tellAuthors(reader, conversation, advanced.from(), advanced.upTo());
    }
  }

  /// Tells those whose messages became read.
  private void tellAuthors(UserId reader, ConversationId conversation, long from, long upTo) {
    switch (conversation) {
      case ConversationId.Direct direct ->
          sessions
              .seeing(direct.peerOf(reader), direct, upTo)
              .filter(this::areShownTo)
              .ifPresent(author -> author.pushToAll(new Push.PeerRead(reader, direct, upTo)));
      case ConversationId.Group group -> reads.readAdvanced(group, reader, from, upTo);
    }
  }

  void switched(News.ReceiptsSwitched switched) {
    sessions
        .of(switched.user())
        .ifPresent(user -> {
          user.switchReceipts(switched.on());
          State state = state(user);
          user.pushToOthers(
              switched.by(), new Push.ReceiptsSwitched(user.user(), state.shared(), state.shown()));
        });
  }

  /// What of receipts holds for a user who is connected.
  State state(OnlineUser user) {
    return State.of(policies.apply(user.user().app()).receipts(), user::hasReceiptsOff);
  }

  private boolean areShownTo(OnlineUser user) {
    return state(user).shown();
  }

  /// What a user who is connected sees of the others in their list.
  Peers peersOf(UserId user) {
    return sessions.of(user).filter(this::areShownTo).isPresent() ? Peers.SHOWN : Peers.HIDDEN;
  }

  /// See [GroupReceipts#tick].
  long tick() {
    return ofGroups.tick();
  }
}
