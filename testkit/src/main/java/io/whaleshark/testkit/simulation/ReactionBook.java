package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.engine.Reactions.Seen;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who has which sign at which message. Confined to the simulation's thread.
final class ReactionBook {

  private static final int ALL = 1_000;

  /// Of each conversation and sequence the signs in the order in which they came, with their users.
  private final Map<ConversationId, NavigableMap<Long, Map<String, NavigableSet<UserId>>>> signs =
      new LinkedHashMap<>();

  /// A sign that was ever at a message.
  private record Place(ConversationId conversation, long sequence, String sign) {}

  /// What has changed since the store was last compared, or has gone.
  private final Set<Place> changed = new LinkedHashSet<>();

  private NavigableMap<Long, Map<String, NavigableSet<UserId>>> of(ConversationId conversation) {
    return signs.computeIfAbsent(conversation, _ -> new TreeMap<>());
  }

  private Map<String, NavigableSet<UserId>> at(Line message) {
    return of(message.chat.id).getOrDefault(message.sequence, Map.of());
  }

  /// How many different signs a message has.
  int signCount(Line message) {
    return at(message).size();
  }

  /// Who has a sign at a message.
  NavigableSet<UserId> users(Line message, String sign) {
    return at(message).getOrDefault(sign, new TreeSet<>());
  }

  void set(Line message, String sign, UserId user) {
    changed.add(new Place(message.chat.id, message.sequence, sign));
    of(message.chat.id)
        .computeIfAbsent(message.sequence, _ -> new LinkedHashMap<>())
        .computeIfAbsent(sign, _ -> new TreeSet<>())
        .add(user);
  }

  void takeBack(Line message, String sign, UserId user) {
    changed.add(new Place(message.chat.id, message.sequence, sign));
    Map<String, NavigableSet<UserId>> there = at(message);
    users(message, sign).remove(user);
    there.values().removeIf(Set::isEmpty);
    of(message.chat.id).values().removeIf(Map::isEmpty);
  }

  /// It was recalled.
  void forget(Line message) {
    noteAll(message.chat.id, message.sequence);
    of(message.chat.id).remove(message.sequence);
  }

  /// What stands up to a sequence has expired.
  void expire(Chat chat, long upTo) {
    NavigableMap<Long, Map<String, NavigableSet<UserId>>> expired = of(chat.id).headMap(upTo, true);
    expired.keySet().forEach(sequence -> noteAll(chat.id, sequence));
    expired.clear();
  }

  private void noteAll(ConversationId conversation, long sequence) {
    of(conversation)
        .getOrDefault(sequence, Map.of())
        .keySet()
        .forEach(sign -> changed.add(new Place(conversation, sequence, sign)));
  }

  /// The tallies of a conversation, ascending, as a user sees them.
  ///
  /// @param asker whose own signs are told; empty for nobody's
  List<Seen> tallies(ConversationId conversation, Optional<UserId> asker) {
    List<Seen> all = new ArrayList<>();
    of(conversation)
        .forEach((sequence, bySign) -> {
          List<Tally.Count> counts = new ArrayList<>();
          Set<String> mine = new HashSet<>();
          bySign.forEach((sign, users) -> {
            counts.add(new Tally.Count(sign, users.size()));
            asker.filter(users::contains).ifPresent(_ -> mine.add(sign));
          });
          all.add(new Seen(new Tally(sequence, counts), mine));
        });
    return all;
  }

  /// A batch is stored: compares all tallies, and the rows of each sign that has changed or has
  /// gone.
  ///
  /// @return what is wrong in the store, if anything is
  Optional<String> stored(Iterable<Chat> chats, Reactions there) {
    for (Chat chat : chats) {
      List<Seen> found = there.tallies(chat.id, Optional.empty(), 0, Long.MAX_VALUE, ALL);
      List<Seen> expected = tallies(chat.id, Optional.empty());
      if (!found.equals(expected)) {
        return Optional.of(
            "P9 " + chat.id + " has the tallies " + found + " (expected: " + expected + ")");
      }
    }
    for (Place place : changed) {
      List<UserId> found =
          there.reactors(place.conversation(), place.sequence(), place.sign(), "", ALL);
      List<UserId> expected =
          List.copyOf(
              of(place.conversation())
                  .getOrDefault(place.sequence(), Map.of())
                  .getOrDefault(place.sign(), Collections.emptyNavigableSet()));
      if (!found.equals(expected)) {
        return Optional.of("P9 " + place + " is of " + found + " (expected: " + expected + ")");
      }
    }
    changed.clear();
    return Optional.empty();
  }
}
