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

/// Answers which members have read a group message, and how many. Thread-safe; blocks while it
/// reads.
///
/// Every member who sees the message may ask. The counts refer to the audience, which was fixed
/// when the message was sent (P8). To whoever does not see receipts, nobody has read anything.
public final class Readers {

  /// The maximum number of messages in one request for counts.
  public static final int COUNTED_AT_MOST = 200;

  /// A page of a message's audience.
  ///
  /// @param readCount how many of the whole audience have read the message
  /// @param completed whether this is the last page
  public record AudiencePage(
      Message message, long readCount, List<Reader> readers, boolean completed) {}

  /// The read count of one message.
  public record ReadCount(Message message, long readCount) {}

  /// The read counts of a range, and the group's present state.
  public record ReadCounts(Group group, List<ReadCount> counts) {}

  private final Engine engine;
  private final ReceiptSettings settings;

  public Readers(Engine engine, ReceiptSettings settings) {
    this.engine = engine;
    this.settings = settings;
  }

  /// Returns a page of a message's audience, ordered by user, each with whether they have read the
  /// message.
  ///
  /// @param after exclusive lower bound: the last user's name of the page before, empty for the
  ///   first
  public Outcome<AudiencePage> audience(
      UserId asker, ConversationId.Group group, long sequence, String after, int limit) {
    List<Membership> periods = engine.memberships().periods(group, asker);
    if (!isMember(periods)
        || periods.stream().noneMatch(period -> period.sees(sequence))
        || sequence <= engine.conversations().erasedUpTo(asker, group)) {
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
    List<Reader> page = completed ? readers : readers.subList(0, limit);
    boolean isShown = settings.of(asker).shown();
    return new Outcome.Granted<>(
        new AudiencePage(
            message,
            isShown ? engine.memberships().readCount(message) : 0,
            isShown ? page : page.stream().map(reader -> new Reader(reader.user(), false)).toList(),
            completed));
  }

  /// Returns the read counts of the retained messages in a range that the asker sees.
  ///
  /// @param from inclusive
  /// @param to inclusive, fewer than [#COUNTED_AT_MOST] above `from`
  public Outcome<ReadCounts> counts(UserId asker, ConversationId.Group group, long from, long to) {
    Optional<Group> found = engine.memberships().group(group);
    List<Membership> periods = engine.memberships().periods(group, asker);
    if (found.isEmpty() || !isMember(periods)) {
      return notAParticipant();
    }
    long after = Math.max(from - 1, engine.conversations().erasedUpTo(asker, group));
    boolean isShown = settings.of(asker).shown();
    List<ReadCount> counts = new ArrayList<>();
    for (Message message :
        engine
            .messages()
            .after(group, after, to, new PageLimit(COUNTED_AT_MOST, Integer.MAX_VALUE))) {
      if (periods.stream().anyMatch(period -> period.sees(message.sequence()))) {
        counts.add(new ReadCount(message, isShown ? engine.memberships().readCount(message) : 0));
      }
    }
    return new Outcome.Granted<>(new ReadCounts(found.get(), counts));
  }

  /// A user who left learns nothing more about readers (P9).
  private static boolean isMember(List<Membership> periods) {
    return !periods.isEmpty() && periods.getLast().isOpen();
  }

  private static <T> Outcome<T> notAParticipant() {
    return new Outcome.Refused<>(
        Refusal.NOT_A_PARTICIPANT, "groupId: you were not a member when that message was sent");
  }
}
