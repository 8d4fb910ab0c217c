package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.List;
import java.util.Optional;

/// Reads the present and past members of conversations, and how far they have read.
public interface Memberships {

  Optional<Group> group(ConversationId.Group group);

  /// The groups of an app, ordered by their names; those too that were dissolved, since a page
  /// without them would cost as much as there are of them.
  ///
  /// @param after exclusive lower bound: the last group's name of the page before, empty for the
  ///   first
  /// @param limit at most this many, at least 1
  List<Group> groups(int app, String after, int limit);

  /// All membership periods of a user, oldest first; empty if the user never took part.
  List<Membership> periods(ConversationId conversation, UserId user);

  /// The same in several groups; the periods of one group are in their order. An engine to which
  /// each question is a round trip asks all at once.
  default List<Membership> periods(List<ConversationId.Group> groups, UserId user) {
    return groups.stream().flatMap(group -> periods(group, user).stream()).toList();
  }

  /// The same of several users in one conversation, in no order. An engine to which each question
  /// is a round trip asks all at once.
  default List<Membership> periods(ConversationId conversation, List<UserId> users) {
    return users.stream().flatMap(user -> periods(conversation, user).stream()).toList();
  }

  /// The lasting periods of the present members, ordered by user.
  ///
  /// @param after exclusive lower bound: the last user's name of the page before, empty for the
  ///   first
  /// @param limit at most this many, at least 1
  List<Membership> present(ConversationId.Group group, String after, int limit);

  /// The present members alone. Parameters as of [#present].
  default List<UserId> members(ConversationId.Group group, String after, int limit) {
    return present(group, after, limit).stream().map(Membership::user).toList();
  }

  /// How many of the message's audience have read it, exactly (P8). Cost: order statistics, O(log
  /// n) of the members; no scan of members or messages (P11).
  long readCount(Message message);

  /// A member of a message's audience.
  ///
  /// @param read whether they read the message
  record Reader(UserId user, boolean read) {}

  /// The message's audience, ordered by user. It was fixed when the message was sent.
  ///
  /// @param message a message of a group
  /// @param after exclusive lower bound: the last user's name of the page before, empty for the
  ///   first
  /// @param limit at most this many, at least 1
  List<Reader> audience(Message message, String after, int limit);
}
