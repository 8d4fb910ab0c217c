package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.conversation.Conversations;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.history.History;
import io.whaleshark.core.history.PinnedMessages;
import io.whaleshark.core.history.SeenReactions;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.receipt.Readers;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A query of a device. It changes nothing, and does not go through the lane. Immutable.
///
/// @param <T> the answer
sealed interface Question<T> {

  T ask(Node node);

  /// The end of an inbox after a position.
  record Inbox(UserId user, long after, PageLimit limit) implements Question<Inboxes.Slice> {
    @Override
    public Inboxes.Slice ask(Node node) {
      return node.inbox().pull(user, after, limit).granted();
    }
  }

  /// What changed in a conversation list after a stamp.
  record Changed(UserId user, long after, int limit) implements Question<Conversations.Page> {
    @Override
    public Conversations.Page ask(Node node) {
      return node.conversations().changedAfter(user, after, limit).granted();
    }
  }

  record HistoryAfter(UserId user, ConversationId conversation, long after, PageLimit limit)
      implements Question<Outcome<History.Page>> {
    @Override
    public Outcome<History.Page> ask(Node node) {
      return node.history().after(user, conversation, after, limit);
    }
  }

  record HistoryBefore(UserId user, ConversationId conversation, long before, PageLimit limit)
      implements Question<Outcome<History.Page>> {
    @Override
    public Outcome<History.Page> ask(Node node) {
      return node.history().before(user, conversation, before, limit);
    }
  }

  /// The pinned messages of a conversation.
  record Pinned(UserId user, ConversationId conversation)
      implements Question<Outcome<List<PinnedMessages.Pinned>>> {
    @Override
    public Outcome<List<PinnedMessages.Pinned>> ask(Node node) {
      return node.pinned().of(user, conversation);
    }
  }

  /// The reactions to a range of messages of a conversation.
  record Reacted(UserId user, ConversationId conversation, long from, long to)
      implements Question<Outcome<List<Reactions.Seen>>> {

    boolean isAbout(long sequence) {
      return from <= sequence && sequence <= to;
    }

    @Override
    public Outcome<List<Reactions.Seen>> ask(Node node) {
      return node.reactions().of(user, conversation, from, to);
    }
  }

  /// A page of who has a sign at a message.
  record Reactors(UserId user, ConversationId conversation, SeenReactions.Which which)
      implements Question<Outcome<SeenReactions.Reactors>> {
    @Override
    public Outcome<SeenReactions.Reactors> ask(Node node) {
      return node.reactions().reactors(user, conversation, which);
    }
  }

  /// All whom a user blocks.
  record Blocked(UserId user) implements Question<List<UserId>> {
    @Override
    public List<UserId> ask(Node node) {
      return node.engine().blocks().of(user);
    }
  }

  /// Where push services reach a user.
  record Tokens(UserId user) implements Question<Set<PushBook.Held>> {
    @Override
    public Set<PushBook.Held> ask(Node node) {
      return node.engine().pushTokens().pushTokens(user).stream()
          .map(token ->
              new PushBook.Held(token.user(), token.device(), token.service(), token.token()))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /// How many have read each message of a range, both ends inclusive.
  record Counts(UserId user, ConversationId.Group group, long from, long to)
      implements Question<Outcome<Readers.ReadCounts>> {
    @Override
    public Outcome<Readers.ReadCounts> ask(Node node) {
      return node.readers().counts(user, group, from, to);
    }
  }

  /// Who was to read a message, after a user's name, and has or has not.
  record Audience(UserId user, ConversationId.Group group, long sequence, String after, int limit)
      implements Question<Outcome<Readers.AudiencePage>> {
    @Override
    public Outcome<Readers.AudiencePage> ask(Node node) {
      return node.readers().audience(user, group, sequence, after, limit);
    }
  }
}
