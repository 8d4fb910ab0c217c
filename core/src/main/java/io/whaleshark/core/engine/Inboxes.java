package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.List;

/// The inboxes. A user's inbox holds the newest messages of all their conversations, including
/// those that they sent, in commit order.
///
/// - **Contents:** a message is in the inbox of everyone who sees it ([Membership#sees]), exactly
///   once, at [Message#inboxPosition]: its stamp, or that of its newest edit or its recall (P4).
/// - **Bound:** an inbox keeps at most [Bound#entries] entries. It first keeps the newest
///   [Bound#share] of each conversation, then the newest of the remaining entries. So a busy
///   conversation cannot evict quiet ones (P5). If the shares alone exceed the bound, the newest
///   entries among them are kept. "Newest" means the greatest position. The cursor of a pull does
///   not affect which entries are kept.
/// - **No silent loss:** a pull reports the ranges after the cursor that the bound dropped (P5).
public interface Inboxes {

  /// The bound of an inbox.
  ///
  /// @param entries the maximum number of entries, at least 1
  /// @param share how many of the newest entries of each conversation are kept with priority,
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

  /// The result of a pull.
  ///
  /// @param messages ascending by [Message#inboxPosition]
  /// @param completed whether no entry follows these
  /// @param truncated whether anything after the cursor is missing because the bound dropped it or
  ///   it has expired. For each conversation only the newest expired message is known. So a user
  ///   who left before that message was sent gets `true` as well; a user who joined after it does
  ///   not
  /// @param gaps what the bound dropped after the cursor and history still holds, in any order: one
  ///   range for each conversation and membership period, from the first to the last dropped
  ///   message. Contains nothing that the user may not see
  record Slice(List<Message> messages, boolean completed, boolean truncated, List<Gap> gaps) {

    public Slice {
      messages = List.copyOf(messages);
      gaps = List.copyOf(gaps);
    }
  }

  /// A range of a conversation that an inbox no longer holds.
  ///
  /// @param from the first sequence (inclusive)
  /// @param to the last sequence (inclusive)
  record Gap(ConversationId conversation, long from, long to) {}

  /// The newest position that the user's inbox has ever had, even if its entry was dropped or has
  /// expired; 0 if there was none. Never decreases, unless the user is erased: what was said before
  /// is none of it.
  long newest(UserId user);

  /// Returns the entries after a cursor, oldest first, from one snapshot.
  ///
  /// @param after the cursor, an exclusive lower bound: the client has everything up to this
  ///   position
  Slice pull(UserId user, long after, PageLimit limit, Bound bound);
}
