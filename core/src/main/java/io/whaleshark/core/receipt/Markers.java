package io.whaleshark.core.receipt;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Optional;

/// Decides how read and received markers move. Reads the ledger, changes nothing. Confined to the
/// lane's thread.
public final class Markers {

  /// Moves a read marker forward (P6), and finds the users to tell (P7).
  ///
  /// A user who left a group may still report reading messages that they see. This moves their own
  /// unread count, but no position that others count: that state was frozen when they left (P8).
  public Decision read(Ledger ledger, Command.Read read) {
    ConversationId conversation = read.conversation();
    UserId reader = read.caller().user();
    Optional<Membership> found = ledger.membership(conversation, reader);
    if (found.isEmpty()) {
      return Decision.refuse(Refusal.NOT_A_PARTICIPANT, "conversation: you are not a participant");
    }
    Membership membership = found.get();
    long newest = ledger.head(conversation).sequence();
    if (read.sequence() > membership.newestSeen(newest)) {
      return readAhead(read.sequence(), membership.newestSeen(newest));
    }
    // Sequence 0 is exempt: no message is before the first one.
    if (0 < read.sequence() && read.sequence() <= membership.joined()) {
      return Decision.refuse(
          Refusal.NOT_A_PARTICIPANT, "messageSequence: sent before joining (expected: sent after)");
    }
    if (read.sequence() <= ownRead(ledger, membership)) {
      return Decision.answer(Answer.DONE);
    }
    return membership.isOpen()
        ? readAsMember(ledger, read, membership, newest)
        : readAfterLeaving(ledger, read, membership);
  }

  /// How far the user has read for their own eyes. Nobody reads what was erased for them.
  private static long ownRead(Ledger ledger, Membership membership) {
    return ledger
        .participation(membership.user(), membership.conversation())
        .map(own -> own.read(membership))
        .orElseGet(membership::read);
  }

  private static Decision readAsMember(
      Ledger ledger, Command.Read read, Membership membership, long newest) {
    // Of an expired message, the own messages up to it can be counted only if it is the newest.
    if (read.sequence() < newest && isGone(ledger, read)) {
      return gone();
    }
    long ownAtRead = ledger.sentCount(read.conversation(), membership.user(), read.sequence());
    long newlyRead = read.sequence() - membership.read();
    boolean readOthers = newlyRead > ownAtRead - membership.ownAtRead();
    return new Decision(
        List.of(
            new Change.MembershipPut(
                membership.readUpTo(read.sequence(), ownAtRead, ledger.nextStamp()))),
        Answer.DONE,
        advanced(
            read,
            membership.read(),
            othersBetween(ledger, membership, read.sequence(), newest),
            readOthers));
  }

  private static boolean isGone(Ledger ledger, Command.Read read) {
    return ledger.message(read.conversation(), read.sequence()).isEmpty();
  }

  private static Decision gone() {
    return Decision.refuse(
        Refusal.NO_SUCH_MESSAGE, "messageSequence: not retained any more (expected: a newer one)");
  }

  private static Decision readAfterLeaving(
      Ledger ledger, Command.Read read, Membership membership) {
    Participation kept =
        ledger.participation(membership.user(), membership.conversation()).orElseThrow();
    long before = kept.read(membership);
    if (isGone(ledger, read)) {
      return gone();
    }
    return new Decision(
        List.of(
            new Change.ParticipationPut(
                kept.readAfterLeaving(read.sequence(), ledger.nextStamp()))),
        Answer.DONE,
        advanced(
            read,
            before,
            othersBetween(ledger, membership, read.sequence(), membership.left()),
            false));
  }

  private static News advanced(Command.Read read, long from, long unread, boolean readOthers) {
    return new News.ReadAdvanced(
        read.caller().user(),
        read.conversation(),
        from,
        read.sequence(),
        unread,
        readOthers,
        read.caller().session());
  }

  /// Counts the messages above one sequence and up to another that others have sent.
  private static long othersBetween(Ledger ledger, Membership membership, long above, long upTo) {
    ConversationId conversation = membership.conversation();
    long own =
        ledger.sentCount(conversation, membership.user(), upTo)
            - ledger.sentCount(conversation, membership.user(), above);
    return upTo - above - own;
  }

  /// Moves a received marker forward.
  public Decision receive(Ledger ledger, Command.Receive receive) {
    Optional<Membership> found = ledger.membership(receive.conversation(), receive.caller().user());
    if (found.isEmpty()) {
      return Decision.refuse(Refusal.NOT_A_PARTICIPANT, "toId: no conversation with that user");
    }
    Membership membership = found.get();
    long newest = ledger.head(receive.conversation()).sequence();
    if (receive.sequence() > newest) {
      return readAhead(receive.sequence(), newest);
    }
    long known = Math.max(membership.received(), ownRead(ledger, membership));
    if (receive.sequence() <= known) {
      return Decision.answer(Answer.DONE);
    }
    return new Decision(
        List.of(
            new Change.MembershipPut(
                membership.receivedUpTo(receive.sequence(), ledger.nextStamp()))),
        Answer.DONE,
        new News.ReceivedAdvanced(
            membership.user(),
            receive.conversation(),
            receive.sequence(),
            receive.stamp(),
            receive.clientId()));
  }

  private static Decision readAhead(long sequence, long newest) {
    return Decision.refuse(
        Refusal.READ_AHEAD, "messageSequence: " + sequence + " (expected: 1.." + newest + ")");
  }
}
