package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Tally;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The reactions to messages. From the commit on in which a message is recalled or expires, no
/// reaction to it is shown, whether or not its row is deleted yet. So whatever is read here is of a
/// message that was retained and not recalled at that instant.
public interface Reactions {

  /// A tally as somebody sees it.
  ///
  /// @param tally not empty
  /// @param mine which of its signs are the asker's own; none if nobody asks
  record Seen(Tally tally, Set<String> mine) {

    public Seen {
      mine = Set.copyOf(mine);
    }

    /// Of an asker who has none of the signs.
    public static Seen of(Tally tally) {
      return new Seen(tally, Set.of());
    }
  }

  /// The tallies of the messages in a range that have reactions, ascending, all of one instant.
  /// Cost: a row for each, and for an asker one look-up for each of its signs; never a row for each
  /// user who has reacted.
  ///
  /// @param asker whose own signs are told; empty for nobody's
  /// @param after exclusive
  /// @param upTo inclusive
  /// @param limit the first this many; at least 1
  List<Seen> tallies(
      ConversationId conversation, Optional<UserId> asker, long after, long upTo, int limit);

  /// The tally of a message; an empty one if it has no reaction. Cost: one look-up.
  Tally tally(ConversationId conversation, long sequence);

  /// Who has a sign at a message, in the order of users. Cost: a row for each.
  ///
  /// @param after exclusive lower bound: the last user's name of the page before, empty for the
  ///   first
  /// @param limit the first this many; at least 1
  List<UserId> reactors(
      ConversationId conversation, long sequence, String sign, String after, int limit);
}
