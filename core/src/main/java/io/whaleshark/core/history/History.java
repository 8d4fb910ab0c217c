package io.whaleshark.core.history;

import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers requests for a conversation's history, page by page. Thread-safe; blocks while it reads.
///
/// A participant sees the messages of their own periods of membership, and nothing else (P9). A
/// user who left still sees them; one who was erased sees what was said afterwards.
public final class History {

  /// A page of history.
  ///
  /// @param messages ascending
  /// @param completed whether the asker may see no further messages beyond the page, in the
  ///   requested direction
  public record Page(List<Message> messages, boolean completed) {

    public Page {
      messages = List.copyOf(messages);
    }
  }

  private static final PageLimit ONE = PageLimit.of(1);

  private final Engine engine;

  public History(Engine engine) {
    this.engine = engine;
  }

  /// The first messages above a sequence (exclusive).
  public Outcome<Page> after(
      UserId user, ConversationId conversation, long after, PageLimit limit) {
    Sight sight = Sight.of(engine, user, conversation);
    if (sight.isForbidden(conversation)) {
      return notAParticipant();
    }
    List<Message> found = new ArrayList<>();
    for (Membership period : sight.periods()) {
      long above = Math.max(after, Math.max(period.joined(), sight.erased()));
      PageLimit room = room(limit, found);
      if (room != null) {
        found.addAll(engine.messages().after(conversation, above, period.left(), room));
        above = found.isEmpty() ? above : Math.max(above, found.getLast().sequence());
      }
      if (room(limit, found) == null
          && !engine.messages().after(conversation, above, period.left(), ONE).isEmpty()) {
        return new Outcome.Granted<>(new Page(found, false));
      }
    }
    return new Outcome.Granted<>(new Page(found, true));
  }

  /// The last messages below a sequence (exclusive); the newest ones for [Long#MAX_VALUE].
  public Outcome<Page> before(
      UserId user, ConversationId conversation, long before, PageLimit limit) {
    Sight sight = Sight.of(engine, user, conversation);
    if (sight.isForbidden(conversation)) {
      return notAParticipant();
    }
    List<Message> found = new ArrayList<>();
    for (Membership period : sight.periods().reversed()) {
      long below = period.isOpen() ? before : Math.min(before, period.left() + 1);
      long above = Math.max(period.joined(), sight.erased());
      PageLimit room = room(limit, found);
      if (room != null) {
        found.addAll(0, engine.messages().before(conversation, below, above, room));
        below = found.isEmpty() ? below : Math.min(below, found.getFirst().sequence());
      }
      if (room(limit, found) == null
          && !engine.messages().before(conversation, below, above, ONE).isEmpty()) {
        return new Outcome.Granted<>(new Page(found, false));
      }
    }
    return new Outcome.Granted<>(new Page(found, true));
  }

  /// The remaining room of a page that holds these messages; null if it is full.
  private static @Nullable PageLimit room(PageLimit limit, List<Message> found) {
    int bytes = limit.bytes() - found.stream().mapToInt(Message::sizeBytes).sum();
    int entries = limit.entries() - found.size();
    return bytes <= 0 || entries <= 0 ? null : new PageLimit(entries, bytes);
  }

  static <T> Outcome<T> notAParticipant() {
    return new Outcome.Refused<>(
        Refusal.NOT_A_PARTICIPANT, "conversation: you are not a participant");
  }
}
