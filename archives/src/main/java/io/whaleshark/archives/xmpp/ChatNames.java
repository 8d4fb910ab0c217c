package io.whaleshark.archives.xmpp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Which message of a conversation is meant by a name. Immutable.
final class ChatNames {

  private final Map<String, List<Integer>> places = new HashMap<>();
  private final List<JoinedMessage> messages;

  /// @param messages in their order
  ChatNames(List<JoinedMessage> messages) {
    this.messages = messages;
    for (int place = 0; place < messages.size(); place++) {
      for (String name : messages.get(place).names()) {
        places.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(place);
      }
    }
  }

  /// The place of the message that is meant: of several the newest one that was there.
  ///
  /// @param at when it was named, in microseconds since 1970
  /// @param fits which messages may be meant
  Optional<Integer> find(String name, long at, Predicate<JoinedMessage> fits) {
    List<Integer> named =
        places.getOrDefault(name, List.of()).stream()
            .filter(place -> fits.test(messages.get(place)))
            .toList();
    return named.stream()
        .filter(place -> messages.get(place).micros() <= at)
        .reduce((_, later) -> later)
        .or(() -> named.stream().findFirst());
  }
}
