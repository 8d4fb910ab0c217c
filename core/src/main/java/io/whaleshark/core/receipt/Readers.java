package io.whaleshark.core.receipt;

import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Memberships.Reader;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers who has read a group message, and how many have. Thread-safe; blocks while it reads.
///
/// Every member who sees the message may ask. Counts are of the audience that was frozen when it
/// was sent (P8).
public final class Readers {

  /// The most messages of one question for counts.
  public static final int COUNTED_AT_MOST = 200;

  /// A page of a message's audience.
  ///
  /// @param readCount how many of all of them have read it
  /// @param completed whether nobody follows
  public record AudiencePage(
      Message message, long readCount, List<Reader> readers, boolean completed) {}

  /// How many have read one message.
  public record ReadCount(Message message, long readCount) {}

  /// The counts of a range, and the group as it is now.
  public record ReadCounts(Group group, List<ReadCount> counts) {}

  private final Engine engine;

  public Readers(Engine engine) {
    this.engine = engine;
  }

  /// Who is in the audience of a message and has read it or not, ordered by user.
  ///
  /// @param after exclusive lower bound: the last user's name of the page before, empty for the
  ///   first
  public Outcome<AudiencePage> audience(
      UserId asker, ConversationId.Group group, long sequence, String after, int limit) {
    List<Membership> periods = engine.memberships().periods(group, asker);
    if (!isMember(periods) || periods.stream().noneMatch(period -> period.sees(sequence))) {
      return notAParticipant();
    }
    Optional<Message> found = engine.messages().message(group, sequence);
    if (found.isEmpty()) {
      return new Outcome.Refused<>(
          Refusal.NO_SUCH_MESSAGE, "messageSequence: no such message in this group");
    }
    Message message = found.get();
    List<Reader> readers = engine.memberships().audience(message, after, limit + 1);
    boolean completed = readers.size() <= limit;
    return new Outcome.Granted<>(
        new AudiencePage(
            message,
            engine.memberships().readCount(message),
            completed ? readers : readers.subList(0, limit),
            completed));
  }

  /// The counts of the messages of a range that the asker sees and that are retained.
  ///
  /// @param from inclusive
  /// @param to inclusive, fewer than [#COUNTED_AT_MOST] above `from`
  public Outcome<ReadCounts> counts(UserId asker, ConversationId.Group group, long from, long to) {
    Optional<Group> found = engine.memberships().group(group);
    List<Membership> periods = engine.memberships().periods(group, asker);
    if (found.isEmpty() || !isMember(periods)) {
      return notAParticipant();
    }
    List<ReadCount> counts = new ArrayList<>();
    for (Message message :
        engine
            .messages()
            .after(group, from - 1, to, new PageLimit(COUNTED_AT_MOST, Integer.MAX_VALUE))) {
      if (periods.stream().anyMatch(period -> period.sees(message.sequence()))) {
        counts.add(new ReadCount(message, engine.memberships().readCount(message)));
      }
    }
    return new Outcome.Granted<>(new ReadCounts(found.get(), counts));
  }

  /// Who left learns nothing more of who reads (P9).
  private static boolean isMember(List<Membership> periods) {
    return !periods.isEmpty() && periods.getLast().isOpen();
  }

  private static <T> Outcome<T> notAParticipant() {
    return new Outcome.Refused<>(
        Refusal.NOT_A_PARTICIPANT, "groupId: not a member who sees that message");
  }
}
