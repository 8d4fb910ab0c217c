package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The conversation lists of users, computed when asked: a message writes nothing into them. What a
/// user [has forgotten][Participation#isForgotten] is in no list, and is no item.
public interface ConversationList {

  /// One conversation, as its owner sees it now. Immutable.
  ///
  /// @param participation what concerns the owner alone
  /// @param membership the owner's newest period
  /// @param newest the newest message that any period of the owner sees, if retained
  /// @param newestSequence its sequence, retained or not; 0 if there is none. It is below `read`
  ///   for whoever joined, or came back, and has been told nothing since
  /// @param unread how many retained messages after [#read] that the newest period sees are by
  ///   others, exactly (P8)
  /// @param counterpart the other side
  /// @param changedAt the stamp of the last change of anything here
  record Item(
      Participation participation,
      Membership membership,
      Optional<Message> newest,
      long newestSequence,
      long unread,
      Counterpart counterpart,
      long changedAt) {

    /// How far the owner has read; see [Participation#read].
    public long read() {
      return participation.read(membership);
    }

    /// The name of the group: of who left, the one it had then.
    ///
    /// @param group the group as it is now
    public String nameOf(Group group) {
      String then = participation.left().groupName();
      return membership.isOpen() || then.isEmpty() ? group.name() : then;
    }

    /// Whether the owner has hidden it and nothing was said since. What was said brings it back for
    /// good: not only until it expires.
    public boolean isDeleted() {
      return newestSequence <= participation.hiddenUpTo();
    }
  }

  /// What a conversation shows of its other side.
  sealed interface Counterpart {}

  /// The peer of a direct conversation: how far they got.
  record Peer(long read, long received) implements Counterpart {

    /// One who did not get anywhere, as whoever does not see receipts sees them.
    public static final Peer HIDDEN = new Peer(0, 0);
  }

  /// Whether the owner of a list sees how far the others got in direct conversations.
  enum Peers {
    SHOWN,
    /// All of them are [Peer#HIDDEN], and nothing that they read or receive is a change.
    HIDDEN
  }

  /// The group.
  record OfGroup(Group group) implements Counterpart {}

  /// The conversations that changed after a stamp, ascending by [Item#changedAt], deleted ones
  /// included.
  ///
  /// A change is: a message that the owner sees, its edit or recall while it is the newest of
  /// those, a read or receive of either side of a direct conversation, a read of the owner, a
  /// setting, a change of the owner's membership or, while that is open, of the group. A message
  /// stays a change when it expires. A floor that is raised is one where it may show: past
  /// [Item#read], or past the newest message that the owner sees.
  ///
  /// @param after exclusive lower bound; 0 for all
  /// @param limit the first this many; at least 1
  List<Item> changedAfter(UserId user, long after, int limit, Peers peers);

  /// The same for who sees how far the others got.
  default List<Item> changedAfter(UserId user, long after, int limit) {
    return changedAfter(user, after, limit, Peers.SHOWN);
  }

  /// One conversation of the user's list.
  Optional<Item> item(UserId user, ConversationId conversation, Peers peers);

  /// The same for who sees how far the other got.
  default Optional<Item> item(UserId user, ConversationId conversation) {
    return item(user, conversation, Peers.SHOWN);
  }

  /// How much of a user's list is not read: the sums of [Item#unread].
  ///
  /// @param ringing of the conversations that are neither muted nor hidden: what a badge shows
  /// @param muted of those that are muted and not hidden
  record Unread(long ringing, long muted) {

    /// That all is read.
    public static final Unread NONE = new Unread(0, 0);
  }

  /// The sums over the whole list of a user, of one instant. No message is read. Cost: two look-ups
  /// for each conversation of the user, and up to three more for each that is not read. An engine
  /// may remember what it has counted, and count again only what has changed.
  Unread unread(UserId user);

  /// Which of these users, of the conversation's app, have muted a conversation. An engine to which
  /// each question is a round trip asks all at once.
  Set<UserId> muted(ConversationId conversation, List<UserId> users);

  /// All that the user takes part in or ever did, forgotten ones included.
  List<Participation> of(UserId user);

  /// What concerns a user alone of one conversation, forgotten or not. Cost: one look-up.
  Optional<Participation> participation(UserId user, ConversationId conversation);

  /// The same of several conversations, of those that the user takes part in or ever did, in no
  /// order. An engine to which each question is a round trip asks all at once.
  default List<Participation> participations(UserId user, List<ConversationId> conversations) {
    return conversations.stream()
        .flatMap(conversation -> participation(user, conversation).stream())
        .toList();
  }

  /// Up to where a conversation was erased for a user; see [Participation.Erased#upTo].
  default long erasedUpTo(UserId user, ConversationId conversation) {
    return participation(user, conversation)
        .map(Participation::erased)
        .orElse(Participation.Erased.NOTHING)
        .upTo();
  }
}
