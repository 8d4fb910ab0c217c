package io.whaleshark.core.history;

import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Reactions.Seen;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.util.List;
import java.util.Optional;

/// Answers requests for the reactions to messages. Thread-safe; blocks while it reads.
///
/// A participant sees those of the messages that they see in [History], and nothing else (P9).
public final class SeenReactions {

  /// The most sequences of one request.
  public static final int SEQUENCES_AT_MOST = 200;

  /// Who has a sign at a message.
  ///
  /// @param count how many in all
  /// @param users in the order of users
  /// @param completed whether this is the last page
  public record Reactors(long count, List<UserId> users, boolean completed) {

    public Reactors {
      users = List.copyOf(users);
    }
  }

  /// Which page of those who have a sign at a message.
  ///
  /// @param after exclusive lower bound: the last user's name of the page before, empty for the
  ///   first
  /// @param limit at least 1
  public record Which(long sequence, String sign, String after, int limit) {}

  private final Engine engine;

  public SeenReactions(Engine engine) {
    this.engine = engine;
  }

  /// The tallies of the messages in a range that a user sees, ascending: of those that have
  /// reactions.
  ///
  /// @param from inclusive
  /// @param to inclusive, fewer than [#SEQUENCES_AT_MOST] above `from`
  public Outcome<List<Seen>> of(UserId asker, ConversationId conversation, long from, long to) {
    Sight sight = Sight.of(engine, asker, conversation);
    return sight.isForbidden(conversation)
        ? History.notAParticipant()
        : new Outcome.Granted<>(
            engine
                .reactions()
                .tallies(conversation, Optional.of(asker), from - 1, to, SEQUENCES_AT_MOST)
                .stream()
                .filter(seen -> sight.sees(seen.tally().sequence()))
                .toList());
  }

  /// The same for the app: of all messages, and nobody's own.
  public List<Seen> of(ConversationId conversation, long from, long to) {
    return engine
        .reactions()
        .tallies(conversation, Optional.empty(), from - 1, to, SEQUENCES_AT_MOST);
  }

  /// A page of those who have a sign at a message that a user sees.
  public Outcome<Reactors> reactors(UserId asker, ConversationId conversation, Which which) {
    return Sight.of(engine, asker, conversation).sees(which.sequence())
        ? new Outcome.Granted<>(reactors(conversation, which))
        : new Outcome.Refused<>(
            Refusal.NOT_A_PARTICIPANT, "messageSequence: you do not see that message");
  }

  /// The same for the app.
  public Reactors reactors(ConversationId conversation, Which which) {
    List<UserId> found =
        engine
            .reactions()
            .reactors(
                conversation, which.sequence(), which.sign(), which.after(), which.limit() + 1);
    boolean completed = found.size() <= which.limit();
    return new Reactors(
        engine.reactions().tally(conversation, which.sequence()).of(which.sign()),
        completed ? found : found.subList(0, which.limit()),
        completed);
  }
}
