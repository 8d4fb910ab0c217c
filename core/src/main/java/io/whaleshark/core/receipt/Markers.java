package io.whaleshark.core.receipt;

import io.whaleshark.core.app.AppPolicy;
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
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/// Decides how read and received markers move. Reads the ledger, changes nothing. Confined to the
/// lane's thread.
///
/// Of a user whose receipts are not shared, no marker moves that others see, and nobody else is
/// told: what they read is noted as theirs alone (ADR 27).
public final class Markers {

  private final IntFunction<AppPolicy> policies;

  public Markers(IntFunction<AppPolicy> policies) {
    this.policies = policies;
  }

  /// Moves a read marker forward (P6), and finds the users to tell (P7).
  ///
  /// A user who left a group may still report reading messages that they see. This moves their own
  /// unread count, but no position that others count: that state was frozen when they left (P8).
  public Decision read(Ledger ledger, Command.Read read) {
    return read(ledger, read, () -> isGone(ledger, read));
  }

  /// Moves a read marker as [#read(Ledger, Command.Read)] does, to a message that is retained.
  public Decision readRetained(Ledger ledger, Command.Read read) {
    return read(ledger, read, () -> false);
  }

  private Decision read(Ledger ledger, Command.Read read, BooleanSupplier isGone) {
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
    Participation own = ledger.participation(reader, conversation).orElseThrow();
    boolean isShared = areShared(ledger, reader);
    long known = isShared ? own.sharedRead(membership) : own.read(membership);
    if (read.sequence() <= known) {
      return Decision.answer(Answer.DONE);
    }
    // Of an expired message, the own messages up to it can be counted only if it is the newest.
    boolean isEnd = membership.isOpen() && read.sequence() == newest;
    if (!isEnd && isGone.getAsBoolean()) {
      return Decision.refuse(
          Refusal.NO_SUCH_MESSAGE,
          "messageSequence: not retained any more (expected: a newer one)");
    }
    if (!isShared) {
      return readUnshared(ledger, read, membership, own);
    }
    return membership.isOpen()
        ? readAsMember(ledger, read, membership, own)
        : readAfterLeaving(ledger, read, membership, own);
  }

  private boolean areShared(Ledger ledger, UserId user) {
    return policies.apply(user.app()).receipts().areShared(() -> ledger.hasReceiptsOff(user));
  }

  private static Decision readAsMember(
      Ledger ledger, Command.Read read, Membership membership, Participation own) {
    long newest = ledger.head(read.conversation()).sequence();
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
            audience(read, own, membership),
            membership.read(),
            othersBetween(ledger, membership, read.sequence(), newest),
            readOthers));
  }

  private static Decision readUnshared(
      Ledger ledger, Command.Read read, Membership membership, Participation own) {
    long newest = membership.newestSeen(ledger.head(read.conversation()).sequence());
    long ownAtRead = ledger.sentCount(read.conversation(), membership.user(), read.sequence());
    return new Decision(
        List.of(
            new Change.ParticipationPut(
                own.readUnshared(read.sequence(), ownAtRead, ledger.nextStamp()))),
        Answer.DONE,
        advanced(
            read,
            News.Audience.OWN_DEVICES,
            own.read(membership),
            othersBetween(ledger, membership, read.sequence(), newest),
            false));
  }

  /// The reader's devices know already what they reported while others were not to see it.
  private static News.Audience audience(
      Command.Read read, Participation own, Membership membership) {
    return read.sequence() > own.read(membership) ? News.Audience.ALL : News.Audience.OTHERS;
  }

  private static boolean isGone(Ledger ledger, Command.Read read) {
    return ledger.message(read.conversation(), read.sequence()).isEmpty();
  }

  private static Decision readAfterLeaving(
      Ledger ledger, Command.Read read, Membership membership, Participation kept) {
    return new Decision(
        List.of(
            new Change.ParticipationPut(
                kept.readAfterLeaving(read.sequence(), ledger.nextStamp()))),
        Answer.DONE,
        advanced(
            read,
            audience(read, kept, membership),
            kept.sharedRead(membership),
            othersBetween(ledger, membership, read.sequence(), membership.left()),
            false));
  }

  private static News advanced(
      Command.Read read, News.Audience audience, long from, long unread, boolean readOthers) {
    return new News.ReadAdvanced(
        read.caller().user(),
        read.conversation(),
        audience,
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
    Participation own =
        ledger.participation(membership.user(), receive.conversation()).orElseThrow();
    long known = Math.max(membership.received(), own.sharedRead(membership));
    // It concerns others alone: where they are not to see it, nothing is noted.
    if (receive.sequence() <= known || !areShared(ledger, membership.user())) {
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
