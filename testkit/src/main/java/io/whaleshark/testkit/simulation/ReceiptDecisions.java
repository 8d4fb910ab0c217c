package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.ReceiptPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.simulation.Chat.Stay;
import java.util.Optional;

/// What must come of commands about how far somebody has received and read. See [Decisions].
final class ReceiptDecisions {

  private final Model model;
  private final ReceiptPolicy policy;

  ReceiptDecisions(Model model, ReceiptPolicy policy) {
    this.model = model;
    this.policy = policy;
  }

  Decisions.Consequence set(Asked asked, Command.SwitchReceipts set) {
    if (!policy.isByUser()) {
      return Decisions.refused(asked, Refusal.RECEIPTS_FIXED);
    }
    UserId user = set.caller().user();
    if (!model.switchReceipts(user, set.on())) {
      return Decisions.done(asked);
    }
    var push = new Push.ReceiptsSwitched(user, set.on(), model.seesReceipts(user));
    return telling -> {
      telling.answer(asked, Answer.DONE);
      telling.push(user, push); // who switches has no device here
    };
  }

  Decisions.Consequence receive(Asked asked, Command.Receive receive) {
    Chat chat = model.chat(receive.conversation());
    UserId receiver = receive.caller().user();
    Optional<Stay> stay = chat.newestStay(receiver);
    if (stay.isEmpty()) {
      return Decisions.refused(asked, Refusal.NOT_A_PARTICIPANT);
    }
    if (receive.sequence() > chat.newest()) {
      return Decisions.refused(asked, Refusal.READ_AHEAD);
    }
    boolean isKnown = receive.sequence() <= Math.max(stay.get().received, stay.get().sharedRead());
    if (isKnown || !model.sharesReceipts(receiver)) {
      return Decisions.done(asked);
    }
    stay.get().received = receive.sequence();
    model.touch(receiver, chat);
    model.touchOthers(receiver, chat);
    UserId sender = receive.conversation().peerOf(receiver);
    var named = new Push.ReceivedMessage(receive.sequence(), receive.stamp(), receive.clientId());
    return telling -> {
      telling.answer(asked, Answer.DONE);
      telling.push(sender, new Push.Received(receiver, sender, named, false));
    };
  }

  Decisions.Consequence read(Asked asked, Command.Read read) {
    Chat chat = model.chat(read.conversation());
    UserId reader = read.caller().user();
    Optional<Stay> newest = chat.newestStay(reader);
    if (newest.isEmpty()) {
      return Decisions.refused(asked, Refusal.NOT_A_PARTICIPANT);
    }
    Stay stay = newest.get();
    long upTo = read.sequence();
    if (upTo > Math.min(stay.left, chat.newest())) {
      return Decisions.refused(asked, Refusal.READ_AHEAD);
    }
    if (upTo > 0 && !stay.sees(upTo)) {
      return Decisions.refused(asked, Refusal.NOT_A_PARTICIPANT);
    }
    boolean isShared = model.sharesReceipts(reader);
    if (upTo <= (isShared ? stay.sharedRead() : stay.ownRead())) {
      return Decisions.done(asked);
    }
    // Who is there may read the newest, expired or not: that is all.
    boolean isAll = stay.lasts() && upTo == chat.newest();
    if (chat.isExpired(upTo) && !isAll) {
      return Decisions.refused(asked, Refusal.NO_SUCH_MESSAGE);
    }
    ReadMoved moved =
        new ReadMoved(
            chat,
            reader,
            asked.over,
            stay.lasts() ? stay.read : stay.ownRead(),
            upTo,
            chat.unread(reader, upTo),
            isShared && stay.lasts(),
            upTo > stay.ownRead());
    if (!isShared) {
      stay.readUnseen = upTo;
    } else if (stay.lasts()) {
      stay.read = upTo;
      stay.received = Math.max(stay.received, upTo);
    } else {
      stay.readSince = upTo;
    }
    model.touch(reader, chat);
    if (isShared && chat.id instanceof ConversationId.Direct) {
      model.touchOthers(reader, chat);
    }
    return telling -> {
      telling.answer(asked, Answer.DONE);
      telling.read(moved);
    };
  }
}
