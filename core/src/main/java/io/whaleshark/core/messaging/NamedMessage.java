package io.whaleshark.core.messaging;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command.Named;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Role;
import java.util.Optional;
import java.util.function.Function;

/// A message that a participant of its conversation has named. Immutable.
///
/// @param membership the present period of who named it
record NamedMessage(Message message, Membership membership) {

  /// To the app, which names messages by their stamps.
  static final Decision NO_SUCH_KEY =
      Decision.refuse(Refusal.NO_SUCH_MESSAGE, "messageKey: not in this conversation");

  static final Decision NO_SUCH_MESSAGE =
      Decision.refuse(Refusal.NO_SUCH_MESSAGE, "message: not in this conversation");

  static final Decision NOT_SEEN =
      Decision.refuse(Refusal.NOT_A_PARTICIPANT, "message: sent when you were not a participant");

  /// Decides something about a message, or refuses who does not take part, or names none.
  static Decision decide(
      Ledger ledger,
      Caller caller,
      ConversationId conversation,
      Named named,
      Function<NamedMessage, Decision> decide) {
    Optional<Message> message =
        switch (named) {
          case Named.BySequence(long sequence) -> ledger.message(conversation, sequence);
          case Named.ByStamp(long stamp) -> ledger.messageByStamp(conversation, stamp);
          case Named.ByClientId(var id) ->
              ledger.sent(id).filter(sent -> sent.conversation().equals(conversation));
        };
    // Who does not take part learns nothing about what exists here (P9).
    Optional<Membership> membership =
        ledger.membership(conversation, caller.user()).filter(Membership::isOpen);
    if (membership.isEmpty()) {
      return Decision.refuse(Refusal.NOT_A_PARTICIPANT, "conversation: you are not a participant");
    }
    return message
        .map(there -> decide.apply(new NamedMessage(there, membership.get())))
        .orElse(NO_SUCH_MESSAGE);
  }

  /// Whether who named it has a say in what others said: the owner and the admins of a group have.
  boolean isByModerator(Ledger ledger) {
    return message.conversation() instanceof ConversationId.Group id
        && ledger
            .group(id)
            .filter(group -> Role.of(group, membership).isAbove(Role.MEMBER))
            .isPresent();
  }

  /// Whether who named it sees it now.
  boolean isSeenBy(Ledger ledger, UserId user) {
    long erasedUpTo =
        ledger
            .participation(user, message.conversation())
            .map(Participation::erased)
            .map(Participation.Erased::upTo)
            .orElse(0L);
    return message.sequence() > erasedUpTo && membership.sees(message.sequence());
  }

  /// Decides something about a message that was imported before, or refuses where there is none. It
  /// is passed where the message has expired with all others.
  static Decision imported(
      Ledger ledger,
      ConversationId conversation,
      ClientMessageId id,
      Function<Message, Decision> decide) {
    Optional<Message> named =
        ledger.sent(id).filter(message -> message.conversation().equals(conversation));
    return named
        .map(decide)
        .orElseGet(() ->
            isNothingLeft(ledger, conversation) ? Decision.answer(Answer.PASSED) : NO_SUCH_MESSAGE);
  }

  private static boolean isNothingLeft(Ledger ledger, ConversationId conversation) {
    long floor = ledger.floor(conversation);
    return floor > 0 && ledger.head(conversation).sequence() == floor;
  }
}
