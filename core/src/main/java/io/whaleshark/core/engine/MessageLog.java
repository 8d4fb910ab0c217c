package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the logs of conversations: history.
public interface MessageLog {

  /// The first retained messages of a range, ascending.
  ///
  /// @param after exclusive lower bound
  /// @param upTo inclusive upper bound
  /// @return at most `limit` messages; fewer than the range holds only when the limit was reached
  List<Message> after(ConversationId conversation, long after, long upTo, PageLimit limit);

  /// The last retained messages of a range, in ascending order. If the page is full, the oldest
  /// messages of the range are missing.
  ///
  /// @param before exclusive upper bound
  /// @param above exclusive lower bound
  /// @return at most `limit` messages; fewer than the range holds only when the limit was reached
  List<Message> before(ConversationId conversation, long before, long above, PageLimit limit);

  /// The message with this sequence, if retained.
  Optional<Message> message(ConversationId conversation, long sequence);

  /// Those of some messages that are retained, in the order of the sequences. The page ends at its
  /// limit. Cost: one look-up for each, in one question.
  ///
  /// @param sequences each once, at most [PageLimit#ENTRIES_AT_MOST]
  List<Message> messages(ConversationId conversation, List<Long> sequences, PageLimit limit);

  /// The authors of the retained messages in a range of a group. Cost: proportional to the range,
  /// so callers must bound it.
  ///
  /// @param after exclusive lower bound
  /// @param upTo inclusive upper bound
  Set<UserId> authors(ConversationId.Group group, long after, long upTo);

  /// The sequence of the user's newest message in a group at or below the bound (inclusive); 0 if
  /// there is none or it has expired. Cost: O(log n).
  long newestBy(ConversationId.Group group, UserId user, long upTo);
}
