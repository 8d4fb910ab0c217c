package io.whaleshark.core.move;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Intake;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Moves everything from one store to another: copies the facts in their order, and then compares
/// the two, fact by fact. Used once, by one thread, while nothing else changes either store.
///
/// An interrupted move is continued by another one from the same contents. The order of facts is
/// fixed, so their number tells how far it got. Only an equal copy is released for use.
public final class Move {

  /// Hears how far a move has got.
  public interface Progress {

    /// So many messages are copied, those of earlier attempts included.
    void copied(long messages);

    /// So many messages are compared.
    void compared(long messages);
  }

  /// What a move has found.
  ///
  /// @param difference the first fact that differs; empty if all are equal
  public record Result(
      long conversations, long periods, long messages, Optional<String> difference) {}

  private static final int FACTS_AT_ONCE = 4_096;
  private static final long BYTES_AT_ONCE = 8L << 20;

  private final Contents from;
  private final Intake to;
  private final Progress progress;
  private long conversations;
  private long periods;
  private long messages;

  public Move(Contents from, Intake to, Progress progress) {
    this.from = from;
    this.to = to;
    this.progress = progress;
  }

  /// Copies, compares, and releases the copy if it is equal.
  ///
  /// @throws EngineException if one of the stores fails or is unfit; what was copied stays
  public Result run() {
    copy(to.begin(from.version(), from.newestStamp()));
    Optional<String> difference = compare();
    if (difference.isEmpty()) {
      to.finish();
    }
    return new Result(conversations, periods, messages, difference);
  }

  private void copy(long there) {
    Iterator<Fact> facts = from.facts();
    long copied = 0;
    for (long i = 0; i < there && facts.hasNext(); i++) {
      copied += messagesIn(facts.next());
    }
    progress.copied(copied);
    List<Fact> some = new ArrayList<>();
    long bytes = 0;
    while (facts.hasNext()) {
      Fact fact = facts.next();
      some.add(fact);
      copied += messagesIn(fact);
      bytes += bytesOf(fact);
      if (some.size() == FACTS_AT_ONCE || bytes >= BYTES_AT_ONCE) {
        add(some, copied);
        bytes = 0;
      }
    }
    add(some, copied);
  }

  private void add(List<Fact> facts, long copied) {
    if (!facts.isEmpty()) {
      to.add(List.copyOf(facts));
      facts.clear();
      progress.copied(copied);
    }
  }

  private static long messagesIn(Fact fact) {
    return fact instanceof Fact.OfMessage ? 1 : 0;
  }

  private static long bytesOf(Fact fact) {
    return switch (fact) {
      case Fact.OfMessage(var message) -> message.sizeBytes();
      case Fact.OfPushToken(var token) -> token.token().length();
      case Fact.OfProfile(var profile) -> profile.avatar().length() + profile.extra().length();
      default -> 0;
    };
  }

  private Optional<String> compare() {
    try (Contents copy = to.contents()) {
      Optional<String> difference = firstDifference(from.facts(), copy.facts());
      if (difference.isPresent()) {
        return difference;
      }
      if (copy.newestStamp() < from.newestStamp()) {
        return Optional.of(
            "the newest stamp is %d (expected: %d)"
                .formatted(copy.newestStamp(), from.newestStamp()));
      }
    }
    return to.faults().stream().findFirst();
  }

  private Optional<String> firstDifference(Iterator<Fact> expected, Iterator<Fact> found) {
    while (expected.hasNext()) {
      Fact fact = expected.next();
      if (!found.hasNext()) {
        return Optional.of(name(fact) + ": missing");
      }
      Fact copied = found.next();
      if (!copied.equals(fact)) {
        return Optional.of(
            name(copied).equals(name(fact))
                ? name(fact) + ": differs"
                : name(copied) + " (expected: " + name(fact) + ")");
      }
      count(fact);
    }
    return found.hasNext()
        ? Optional.of(name(found.next()) + " (expected: nothing more)")
        : Optional.empty();
  }

  private void count(Fact fact) {
    switch (fact) {
      case Fact.OfConversation _ -> conversations++;
      case Fact.OfMember _ -> periods++;
      case Fact.OfSender _,
          Fact.OfPin _,
          Fact.OfReaction _,
          Fact.OfList _,
          Fact.OfBan _,
          Fact.OfBlock _,
          Fact.OfReceiptsOff _,
          Fact.OfPushToken _,
          Fact.OfProfile _ -> {}
      case Fact.OfMessage _ -> progress.compared(++messages);
    }
  }

  /// Says which fact it is, without its contents.
  private static String name(Fact fact) {
    return switch (fact) {
      case Fact.OfConversation of -> "the numbers of " + of.conversation();
      case Fact.OfMember(var period) ->
          "the membership of %s in %s from %d on"
              .formatted(period.user(), period.conversation(), period.joined());
      case Fact.OfSender of ->
          "the expired messages of " + of.sender() + " in " + of.conversation();
      case Fact.OfPin(var in, var pin) -> "the pin of message " + pin.sequence() + " of " + in;
      case Fact.OfMessage(var message) ->
          "message " + message.sequence() + " of " + message.conversation();
      case Fact.OfReaction(var in, var reaction) ->
          "the reaction of %s to message %d of %s"
              .formatted(reaction.user(), reaction.sequence(), in);
      case Fact.OfList(var listed) -> listed.conversation() + " in the list of " + listed.user();
      case Fact.OfBan(var ban) -> "the ban of " + ban.user();
      case Fact.OfBlock(var block) -> "the block of " + block.blocked() + " by " + block.blocker();
      case Fact.OfReceiptsOff(var user) -> "the switch of receipts of " + user;
      case Fact.OfPushToken(var token) ->
          "the push token of " + token.device() + " of " + token.user();
      case Fact.OfProfile(var profile) -> "the profile of " + profile.user();
    };
  }
}
