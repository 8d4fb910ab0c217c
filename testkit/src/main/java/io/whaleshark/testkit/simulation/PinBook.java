package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Pinning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Which messages are pinned. When each was is learned from the store once it is there, and stays.
/// Confined to the simulation's thread.
final class PinBook {

  /// The stamp of a pin that is not known yet.
  private static final long UNKNOWN = 0;

  /// Stands for a time that cannot be predicted.
  private static final long ANY_TIME = 1;

  /// Of each conversation the pinned sequences with their stamps, in the order of pinning.
  private final Map<ConversationId, Map<Long, Long>> pins = new LinkedHashMap<>();

  private Map<Long, Long> of(ConversationId conversation) {
    return pins.computeIfAbsent(conversation, _ -> new LinkedHashMap<>());
  }

  boolean isPinned(Line message) {
    return of(message.chat.id).containsKey(message.sequence);
  }

  int count(Chat chat) {
    return of(chat.id).size();
  }

  void pin(Line message) {
    of(message.chat.id).put(message.sequence, UNKNOWN);
  }

  /// It is pinned no more, or was recalled.
  void unpin(Line message) {
    of(message.chat.id).remove(message.sequence);
  }

  /// What stands up to a sequence has expired.
  void expire(Chat chat, long upTo) {
    of(chat.id).keySet().removeIf(sequence -> sequence <= upTo);
  }

  /// All of a conversation, what was pinned last first.
  List<Pin> newestFirst(Chat chat) {
    List<Pin> all = new ArrayList<>();
    of(chat.id).forEach((sequence, at) -> all.add(new Pin(sequence, at)));
    return all.reversed();
  }

  /// A batch is stored: the stamps of its pins are learned.
  ///
  /// @param above the newest stamp before it
  /// @param upTo the newest stamp since
  /// @return what is wrong in the store, if anything is
  Optional<String> stored(
      long above, long upTo, Iterable<Chat> chats, Function<ConversationId, List<Pin>> lookUp) {
    for (Chat chat : chats) {
      List<Pin> there = lookUp.apply(chat.id);
      Map<Long, Long> expected = of(chat.id);
      boolean isRight =
          there.stream()
              .map(Pin::sequence)
              .toList()
              .equals(expected.keySet().stream().sorted().toList());
      for (Pin pin : there) {
        long known = expected.getOrDefault(pin.sequence(), UNKNOWN);
        isRight &= known == UNKNOWN ? above < pin.at() && pin.at() <= upTo : known == pin.at();
      }
      if (!isRight) {
        return Optional.of(
            "P9 " + chat.id + " has the pins " + there + " (expected: " + expected + ")");
      }
      there.forEach(pin -> expected.put(pin.sequence(), pin.at()));
    }
    return Optional.empty();
  }

  /// What is told of a pin, whenever that was.
  static Pinning withoutTime(Pinning told) {
    return new Pinning(
        told.conversation(),
        told.sequence(),
        told.stamp(),
        told.clientId(),
        told.by(),
        told.pin().map(pin -> new Pin(pin.sequence(), ANY_TIME)));
  }
}
