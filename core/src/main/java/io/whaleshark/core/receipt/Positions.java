package io.whaleshark.core.receipt;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Membership;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Effect;
import io.whaleshark.core.lane.Ledger;
import java.util.List;
import java.util.Optional;

/// Decides how positions move. Reads the ledger, changes nothing. Confined to the lane's thread.
public final class Positions {

  /// Moves a read position forward (P6), and finds out whom that concerns (P7).
  public Decision read(Ledger ledger, Command.Read read) {
    ConversationId conversation = read.conversation();
    UserId reader = read.caller().user();
    Optional<Membership> found = ledger.membership(conversation, reader).filter(Membership::isOpen);
    if (found.isEmpty()) {
      return Decision.refuse(
          read.reply(), Refusal.NOT_A_PARTICIPANT, "conversation: not a participant of it");
    }
    Membership membership = found.get();
    long newest = ledger.head(conversation).sequence();
    if (read.sequence() > newest) {
      return readAhead(read, read.sequence(), newest);
    }
    // Before the first message there is nothing that could have been sent before joining.
    if (0 < read.sequence() && read.sequence() <= membership.joined()) {
      return Decision.refuse(
          read.reply(),
          Refusal.NOT_A_PARTICIPANT,
          "messageSequence: sent before joining (expected: sent after)");
    }
    if (read.sequence() <= membership.read()) {
      return Decision.answer(read.reply(), Answer.DONE);
    }
    // How many own messages stand below an expired one is known for the newest alone.
    if (read.sequence() < newest && ledger.message(conversation, read.sequence()).isEmpty()) {
      return Decision.refuse(
          read.reply(),
          Refusal.NO_SUCH_MESSAGE,
          "messageSequence: not retained any more (expected: a newer one)");
    }
    long ownAtRead = ledger.sentCount(conversation, reader, read.sequence());
    long ownAfter = ledger.sentCount(conversation, reader, newest) - ownAtRead;
    long newlyRead = read.sequence() - membership.read();
    boolean readOthers = newlyRead > ownAtRead - membership.ownAtRead();
    return new Decision(
        List.of(
            new Change.MembershipPut(
                membership.readUpTo(read.sequence(), ownAtRead, ledger.nextStamp()))),
        new Effect.ReadAdvanced(
            read, membership.read(), newest - read.sequence() - ownAfter, readOthers));
  }

  /// Moves a received position forward.
  public Decision receive(Ledger ledger, Command.Receive receive) {
    Optional<Membership> found = ledger.membership(receive.conversation(), receive.caller().user());
    if (found.isEmpty()) {
      return Decision.refuse(
          receive.reply(), Refusal.NOT_A_PARTICIPANT, "toId: no conversation with that user");
    }
    Membership membership = found.get();
    long newest = ledger.head(receive.conversation()).sequence();
    if (receive.sequence() > newest) {
      return readAhead(receive, receive.sequence(), newest);
    }
    if (receive.sequence() <= membership.received()) {
      return Decision.answer(receive.reply(), Answer.DONE);
    }
    return new Decision(
        List.of(
            new Change.MembershipPut(
                membership.receivedUpTo(receive.sequence(), ledger.nextStamp()))),
        new Effect.ReceivedAdvanced(receive));
  }

  private static Decision readAhead(Command command, long sequence, long newest) {
    return Decision.refuse(
        command.reply(),
        Refusal.READ_AHEAD,
        "messageSequence: " + sequence + " (expected: 1.." + newest + ")");
  }
}
