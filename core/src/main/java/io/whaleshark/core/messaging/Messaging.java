package io.whaleshark.core.messaging;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.news.News;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// Decides sends. Reads the ledger, changes nothing. Confined to the lane's thread.
public final class Messaging {

  private final IntFunction<AppPolicy> policies;
  private final Speaking speaking;

  public Messaging(IntFunction<AppPolicy> policies) {
    this.policies = policies;
    this.speaking = new Speaking(policies);
  }

  /// Gives a message the next sequence of its conversation (P2), unless it is a repeat (P3) or not
  /// allowed (P9).
  ///
  /// What it writes does not grow with the number of those who will read it.
  public Decision send(Ledger ledger, Command.Send send) {
    return ledger
        .sent(send.id())
        .map(earlier -> repeat(earlier, send))
        .orElseGet(() -> sendNew(ledger, send, send.content()));
  }

  /// Sends a message as [#send] does, if the app wants it, and as it wants it.
  public Decision sendVetted(Ledger ledger, Command.Vetted vetted) {
    Command.Send send = vetted.send();
    return ledger
        .sent(send.id())
        .map(earlier -> repeat(earlier, send))
        .or(() -> vetted.refused().map(why -> Decision.refuse(why.refusal(), why.detail())))
        .orElseGet(() -> sendNew(ledger, send, content(vetted)));
  }

  private static Message.Content content(Command.Vetted vetted) {
    Message.Sent sent = vetted.send().content();
    Message.Sent wanted = vetted.wanted().orElse(sent);
    return wanted.equals(sent) ? sent : Message.Vetted.of(wanted, sent);
  }

  private Decision sendNew(Ledger ledger, Command.Send send, Message.Content content) {
    Optional<String> fault = Names.newIdFault("messageId", send.id().value());
    if (fault.isPresent()) {
      return Decision.refuse(Refusal.MALFORMED, fault.get());
    }
    return switch (send.conversation()) {
      case ConversationId.Direct direct -> sendDirect(ledger, send, content, direct);
      case ConversationId.Group group -> sendToGroup(ledger, send, content, group);
    };
  }

  private static Decision repeat(Message earlier, Command.Send send) {
    if (earlier.conversation().equals(send.conversation()) && earlier.carries(send.content())) {
      return Decision.answer(new Answer.Sent(earlier));
    }
    return Decision.refuse(
        Refusal.MESSAGE_ID_CONFLICT,
        "messageId: used before for another message (expected: a new one)");
  }

  private Decision sendDirect(
      Ledger ledger, Command.Send send, Message.Content content, ConversationId.Direct direct) {
    Optional<Decision> refusal = speaking.refusal(ledger, direct, send.id().sender());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Message message = next(ledger, send, content, direct.isWithSelf() ? 0 : 1);
    if (message.sequence() == 1) {
      Optional<String> fault = Names.newIdFault("toId", direct.peerOf(message.sender()).name());
      if (fault.isPresent()) {
        return Decision.refuse(Refusal.MALFORMED, fault.get());
      }
    }
    return sent(appended(direct, message), send, message, isToPrivate(ledger, send, direct));
  }

  /// What changes by a message of two users: the first one lists the conversation for both.
  public static List<Change> appended(ConversationId.Direct direct, Message message) {
    List<Change> changes = new ArrayList<>(5);
    if (message.sequence() == 1) {
      enter(changes, direct, direct.low(), message.stamp());
      if (!direct.isWithSelf()) {
        enter(changes, direct, direct.high(), message.stamp());
      }
    }
    changes.add(new Change.MessageAppended(message));
    return changes;
  }

  private static void enter(
      List<Change> changes, ConversationId.Direct direct, UserId user, long stamp) {
    changes.add(new Change.ParticipationPut(Participation.entered(user, direct, stamp)));
    changes.add(new Change.MembershipPut(Membership.open(direct, user, 0, 0, stamp)));
  }

  private static Decision sendToGroup(
      Ledger ledger, Command.Send send, Message.Content content, ConversationId.Group id) {
    Optional<Group> group = ledger.group(id);
    Optional<Membership> membership = ledger.membership(id, send.id().sender());
    Optional<Answer.Refused> refused = GroupSpeech.refusal(group, membership);
    if (refused.isPresent()) {
      return Decision.answer(refused.get());
    }
    Message message = next(ledger, send, content, group.orElseThrow().memberCount() - 1);
    return sent(List.of(new Change.MessageAppended(message)), send, message, false);
  }

  private boolean isToPrivate(Ledger ledger, Command.Send send, ConversationId.Direct direct) {
    UserId receiver = direct.peerOf(send.id().sender());
    return !direct.isWithSelf()
        && !policies
            .apply(receiver.app())
            .receipts()
            .areShared(() -> ledger.hasReceiptsOff(receiver));
  }

  private static Decision sent(
      List<Change> changes, Command.Send send, Message message, boolean toPrivate) {
    return new Decision(
        changes,
        new Answer.Sent(message),
        new News.MessageSent(message, send.caller().session(), toPrivate));
  }

  private static Message next(
      Ledger ledger, Command.Send send, Message.Content content, long audience) {
    Head head = ledger.head(send.conversation());
    long ordinal = ledger.sentCount(send.conversation(), send.id().sender(), head.sequence()) + 1;
    return new Message(
        send.conversation(),
        head.sequence() + 1,
        ledger.nextStamp(),
        send.id(),
        content,
        ordinal,
        audience);
  }
}
