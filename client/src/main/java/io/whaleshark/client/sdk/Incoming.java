package io.whaleshark.client.sdk;

import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.client.sync.TypingBook;
import io.whaleshark.protocol.BlockEvent;
import io.whaleshark.protocol.CommandNumber;
import io.whaleshark.protocol.ConversationEvent.ConversationDeleted;
import io.whaleshark.protocol.ConversationEvent.ConversationSetAck;
import io.whaleshark.protocol.ConversationEvent.ConversationUpdated;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.GroupEvent;
import io.whaleshark.protocol.MessageEvent.EditAck;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.MessageEvent.PinAck;
import io.whaleshark.protocol.MessageEvent.PinNotify;
import io.whaleshark.protocol.MessageEvent.ReactAck;
import io.whaleshark.protocol.MessageEvent.ReactionNotify;
import io.whaleshark.protocol.MessageEvent.RecallAck;
import io.whaleshark.protocol.MessageEvent.RecallNotify;
import io.whaleshark.protocol.MessageEvent.ReceiveAckPush;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.PushTokenEvent;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import io.whaleshark.protocol.ReadEvent.ReadNotify;
import io.whaleshark.protocol.ReadEvent.ReadReceipt;
import io.whaleshark.protocol.ReceiptsEvent.ReceiptsSetAck;
import io.whaleshark.protocol.ReceiptsEvent.ReceiptsState;
import io.whaleshark.protocol.ReceiptsEvent.ReceiptsUpdated;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.SessionEvent;
import io.whaleshark.protocol.TypingNotify;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Passes the server's events to the parts of the device, and delivers the resulting updates.
/// Confined to one thread at a time.
final class Incoming {
  private final SyncConfig config;
  private final DeviceState state;
  private final Consumer<Update> updates;
  private final InboxSync inbox;

  /// A pull of the server's conversation list from 0 may leave out hidden conversations, which this
  /// device may have shown before. So the cursor starts at 1; no change has the stamp 1.
  private static final long LIST_BEGIN = 1;

  private long listedUpTo = LIST_BEGIN;
  private boolean seesReceipts = true;

  /// The connection whose login was taken last.
  private @Nullable Client begun;

  Incoming(SyncConfig config, DeviceState state, Consumer<Update> updates) {
    this.config = config;
    this.state = state;
    this.updates = updates;
    this.inbox = new InboxSync(config, state, updates);
  }

  /// After a login: repeats what may be lost, and delivers what was missed.
  void catchUp(Client client) {
    state.tell(device -> device.book().loggedIn());
    begin(client);
    if (listedUpTo > LIST_BEGIN) {
      askForReceipts(client);
    }
    pullList(client);
    inbox.catchUp(client);
  }

  /// Takes the login of a connection before all else that it brings. What is pushed behind a login
  /// is newer than what the login says: taken the other way round, the inbox would seem to have
  /// gone back.
  private void begin(Client client) {
    if (begun != client) {
      begun = client;
      inbox.loggedIn(client);
    }
  }

  /// Asks what may have been switched while there was no connection. An older server knows no
  /// switch.
  private void askForReceipts(Client client) {
    try {
      receipts(client, client.receipts().othersShown());
    } catch (RefusedException e) {
      if (e.code() != RefusalCode.UNKNOWN_COMMAND.number()) {
        throw e;
      }
    }
  }

  /// Whether this user sees how far others get: if that changes, what is known of it is forgotten,
  /// and the whole list says it anew.
  ///
  /// @param areShown as the server said
  void receipts(Client client, boolean areShown) {
    if (areShown != seesReceipts) {
      seesReceipts = areShown;
      state.tell(device -> device.book().forgetOthers());
      listedUpTo = LIST_BEGIN;
      pullList(client);
    }
  }

  /// Pulls and applies the changes of the server's conversation list.
  void pullList(Client client) {
    long acknowledged = inbox.acknowledged();
    ConversationPage page;
    do {
      page = listAfter(client);
      if (!page.completed() && page.maxSequence() <= listedUpTo) {
        throw new DisconnectedException(
            "the server's conversation page does not advance beyond " + listedUpTo, null);
      }
      page.dataList().forEach(this::listed);
      listedUpTo = Math.max(listedUpTo, page.maxSequence());
    } while (!page.completed());
    state.tell(device -> device.book().listComplete());
    inbox.answeredBehind(acknowledged);
  }

  /// A server that never gave this cursor was restored from an older copy: its list is pulled anew.
  private ConversationPage listAfter(Client client) {
    try {
      return client.conversations(listedUpTo, config.pageLimit());
    } catch (RefusedException e) {
      if (e.code() != RefusalCode.READ_AHEAD.number() || listedUpTo == LIST_BEGIN) {
        throw e;
      }
      listedUpTo = LIST_BEGIN;
      return client.conversations(LIST_BEGIN, config.pageLimit());
    }
  }

  private void listed(ConversationItem item) {
    ConversationState now = state.ask(device -> device.book().listed(item));
    updates.accept(item.isDeleted() ? new Update.Hidden(item.of()) : new Update.Listed(now));
  }

  /// Repeats acknowledgements that were refused temporarily.
  void sayAgain(Client client) {
    inbox.sayAgain(client);
  }

  /// Stores the cursor if it has moved.
  void store() {
    inbox.store();
  }

  /// Handles an event that answers no request. One of a connection that has ended before this one
  /// began is dropped: what it told is pulled.
  void pushed(Client from, Event event) {
    if (begun == from || from.closed() == null) {
      begin(from);
      take(from, event);
    }
  }

  private void take(Client from, Event event) {
    switch (event) {
      case MessagePush push -> {
        inbox.pushed(from, push);
        Peer in = of(push.message().to(), push.message().fromId());
        typed(in, state.ask(device -> device.typing().stopped(in, push.message().fromId())));
      }
      case TypingNotify typing -> typing(of(typing.in(), typing.fromId()), typing);
      case ReactionNotify told -> updates.accept(reacted(told));
      case PinNotify pin ->
          updates.accept(
              new Update.PinChanged(pin.in(), pin.messageSequence(), pin.isPinned(), pin.fromId()));
      case RecallNotify notify -> inbox.recalled(from, notify);
      case ReceiveAckPush ack -> received(ack);
      case ReadReceipt receipt -> {
        Peer in = Peer.direct(receipt.fromId());
        if (state.ask(device -> device.book().peerRead(in, receipt.messageSequence()))) {
          updates.accept(new Update.ReadByPeer(in, receipt.messageSequence()));
        }
      }
      case GroupReadReceipt receipt -> {
        Peer in = Peer.group(receipt.groupId());
        state.tell(device -> device.book().groupRead(in, receipt));
        updates.accept(new Update.ReadInGroup(in, receipt));
      }
      case ReadNotify read -> {
        state.tell(device ->
            device.book().readElsewhere(read.in(), read.messageSequence(), read.unreadCount()));
        updates.accept(new Update.OwnRead(read.in(), read.messageSequence(), read.unreadCount()));
      }
      case ConversationUpdated(ConversationItem item) -> listed(item);
      case ConversationDeleted(String _, Peer of) -> {
        state.tell(device -> device.book().hidden(of));
        updates.accept(new Update.Hidden(of));
      }
      case GroupEvent change -> {
        state.tell(device -> device.book().groupChanged(change));
        updates.accept(new Update.GroupChanged(change));
      }
      case ReceiptsUpdated switched -> {
        receipts(from, switched.othersShown());
        updates.accept(new Update.ReceiptsSwitched(switched.receiptsOn(), switched.othersShown()));
      }
      case Refused refused -> refused(refused);
      case SendAck _,
          EditAck _,
          PinAck _,
          ReactAck _,
          RecallAck _,
          ConversationSetAck _,
          BlockEvent _,
          ReceiptsSetAck _,
          ReceiptsState _,
          PushTokenEvent _,
          PageEvent _,
          SessionEvent _ -> {
        // Answers go to their callers; the end of the session is delivered as a state.
      }
    }
  }

  private static Update reacted(ReactionNotify told) {
    return new Update.Reacted(
        told.in(),
        told.messageSequence(),
        told.reaction(),
        told.isSet(),
        told.count(),
        told.fromId());
  }

  /// A conversation that somebody else names, as this user does.
  private static Peer of(Peer named, String by) {
    return named.type() == ConversationType.DIRECT ? Peer.direct(by) : named;
  }

  private void typing(Peer in, TypingNotify typing) {
    String user = typing.fromId();
    typed(
        in,
        state.ask(device ->
            typing.isTyping()
                ? device.typing().writes(in, user, System.nanoTime())
                : device.typing().stopped(in, user)));
  }

  private void typed(Peer in, boolean isChanged) {
    if (isChanged) {
      updates.accept(new Update.TypingChanged(in));
    }
  }

  /// Tells where it no longer holds that somebody is writing.
  ///
  /// @param forget what is forgotten, and where that changes it
  void typingEnded(Function<TypingBook, List<Peer>> forget) {
    state.ask(device -> forget.apply(device.typing())).forEach(in -> typed(in, true));
  }

  private void received(ReceiveAckPush ack) {
    Peer in = Peer.direct(ack.fromId());
    if (ack.serverSend()) {
      updates.accept(new Update.Held(in, ack.messageSequence()));
    } else if (state.ask(device -> device.book().peerReceived(in, ack.messageSequence()))) {
      updates.accept(new Update.Delivered(in, ack.messageSequence()));
    }
  }

  private void refused(Refused refused) {
    if (refused.refusedCommand() == CommandNumber.TYPING.number()) {
      return; // what is not shown for a moment is no concern of anybody
    }
    String id = refused.requestId();
    boolean again = new RefusedException(refused).mayRetry();
    if (id != null && isOfSilent(refused)) {
      state.tell(device -> {
        if (!again) {
          device.book().reportRefused(id);
        } else if (refused.refusedCommand() == CommandNumber.MSG_RECEIVE_ACK.number()) {
          device.inbox().acknowledgementRefusedForNow(id, System.nanoTime());
        }
      });
      if (again) {
        return; // It is said again, and a report of reading too.
      }
    }
    updates.accept(new Update.Refusal(refused));
  }

  /// Returns whether this refuses a request whose success is silent.
  static boolean isOfSilent(Refused refused) {
    return Stream.of(
            CommandNumber.MSG_READ, CommandNumber.GROUP_READ, CommandNumber.MSG_RECEIVE_ACK)
        .anyMatch(command -> command.number() == refused.refusedCommand());
  }
}
