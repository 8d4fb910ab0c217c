package io.whaleshark.core.history;

import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Answers requests for the pinned messages of a conversation. Thread-safe; blocks while it reads.
///
/// A participant sees those that they see in [History], and nothing else (P9).
public final class PinnedMessages {

  /// A pinned message, with its newest content.
  public record Pinned(Message message, Pin pin) {}

  private final Engine engine;

  public PinnedMessages(Engine engine) {
    this.engine = engine;
  }

  /// What a user sees, what was pinned last first. The messages end where a page of [History] ends
  /// (P10).
  public Outcome<List<Pinned>> of(UserId user, ConversationId conversation) {
    Sight sight = Sight.of(engine, user, conversation);
    if (sight.isForbidden(conversation)) {
      return History.notAParticipant();
    }
    return new Outcome.Granted<>(of(conversation, pin -> sight.sees(pin.sequence())));
  }

  /// What is pinned in a conversation, for the app. It ends as [#of(UserId, ConversationId)] does.
  public List<Pinned> of(ConversationId conversation) {
    return of(conversation, _ -> true);
  }

  private List<Pinned> of(ConversationId conversation, Predicate<Pin> isSeen) {
    Map<Long, Pin> pins = new LinkedHashMap<>();
    engine.pins().of(conversation).stream()
        .filter(isSeen)
        .sorted(Pin.NEWEST_FIRST)
        .forEach(pin -> pins.put(pin.sequence(), pin));
    if (pins.isEmpty()) {
      return List.of();
    }
    List<Long> sequences = List.copyOf(pins.keySet());
    List<Pinned> pinned = new ArrayList<>();
    for (Message message :
        engine.messages().messages(conversation, sequences, PageLimit.of(pins.size()))) {
      // It may have been recalled since the pins were read.
      Pin pin = pins.get(message.sequence());
      if (pin != null && !message.isRecalled()) {
        pinned.add(new Pinned(message, pin));
      }
    }
    return pinned;
  }
}
