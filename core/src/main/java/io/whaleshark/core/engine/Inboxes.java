package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.List;

/// The inboxes: per user, the newest messages of all their conversations, their own included, in
/// order of commit.
///
/// - **Contents:** a message stands in the inbox of everyone who sees it ([Membership#sees]), once,
///   at [Message#inboxPosition]: its stamp, or the stamp of its recall once it is recalled (P4).
/// - **Bound:** an inbox keeps [Bound#entries] entries: of each conversation the newest
///   [Bound#share] before anything else, then the newest of what remains. So one busy conversation
///   cannot push quiet ones out (P5). Where the shares alone are too many, the newest of them stay.
///   Newest is what has the greatest position; what is kept does not depend on a cursor.
/// - **Nothing is dropped silently:** a pull names the ranges that the bound dropped after the
///   cursor (P5).
public interface Inboxes {

  /// The bound of an inbox.
  ///
  /// @param entries how many entries it keeps, at least 1
  /// @param share how many of the newest of each conversation are kept before anything else,
  ///   1..entries
  record Bound(int entries, int share) {

    public Bound {
      if (entries < 1 || share < 1 || share > entries) {
        throw new IllegalArgumentException(
            "inbox: "
                + entries
                + " entries, share "
                + share
                + " (expected: 1 <= share <= entries)");
      }
    }
  }

  /// What a pull brings.
  ///
  /// @param messages ascending by [Message#inboxPosition]
  /// @param completed whether no entry was left after these
  /// @param truncated whether anything after the cursor is missing: dropped by the bound, or
  ///   expired. Of expired messages only the newest of each conversation are known, so who left
  ///   before those were said is told too; who joined after them is not
  /// @param gaps what the bound dropped after the cursor and history still holds: for each
  ///   conversation and membership period the range from the first to the last of it, in any order.
  ///   What one may not see is in none
  record Slice(List<Message> messages, boolean completed, boolean truncated, List<Gap> gaps) {

    public Slice {
      messages = List.copyOf(messages);
      gaps = List.copyOf(gaps);
    }
  }

  /// A range of a conversation that an inbox does not hold any more.
  ///
  /// @param from the first sequence (inclusive)
  /// @param to the last sequence (inclusive)
  record Gap(ConversationId conversation, long from, long to) {}

  /// The newest position in the user's inbox, dropped, expired or not; 0 if it never had an entry.
  /// Never decreases.
  long newest(UserId user);

  /// The entries after a cursor, oldest first, as of one instant.
  ///
  /// @param after exclusive lower bound: the position up to which the client has everything
  Slice pull(UserId user, long after, PageLimit limit, Bound bound);
}
