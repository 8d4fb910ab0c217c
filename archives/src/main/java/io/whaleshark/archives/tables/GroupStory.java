package io.whaleshark.archives.tables;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells a group: its members come and go between its messages. The source stores when somebody
/// came last and when they left last, so an earlier stay begins, as far as we know, with the first
/// thing that they said. Confined to one thread.
final class GroupStory {

  /// A role, as the source counts them.
  private static final int OWNER = 2;

  private final Speaker speaker;
  private final ChatFile file;
  private final ReasonReport losses;
  private final Clock clock;

  GroupStory(Speaker speaker, ChatFile file, ReasonReport losses, Clock clock) {
    this.speaker = speaker;
    this.file = file;
    this.losses = losses;
    this.clock = clock;
  }

  /// A group, as the tables have it.
  ///
  /// @param row that of a group that has none is made up
  /// @param members by user
  record Facts(
      GroupRow.Itself row,
      Optional<UserId> owner,
      ConversationId.Group group,
      Map<UserId, GroupRow.Member> members) {}

  /// What happens at one instant, in this order. Who comes and goes at once, comes first.
  private enum Move {
    LEAVES,
    COMES,
    LEAVES_AT_ONCE
  }

  private record Event(long at, Move move, UserId user) {

    boolean comes() {
      return move == Move.COMES;
    }
  }

  /// Tells it.
  ///
  /// @param views by the ids that the source gave them
  void tell(Facts facts, MessageOrder order, Map<String, OwnView> views) throws IOException {
    Told told = new Told(order);
    GroupPeople people = new GroupPeople(facts.row(), facts.group(), told, views, file, losses);
    Set<UserId> members =
        facts.members().entrySet().stream()
            .filter(entry -> entry.getValue().isThere())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    facts
        .owner()
        .or(() -> members.stream().filter(user -> isOwner(facts, user)).sorted().findFirst())
        .ifPresent(people::setLastOwner);
    Deque<Event> events = events(facts);
    Map<String, Integer> lastWords = lastWords(order);
    Map<UserId, Long> leaving = new HashMap<>();
    events.stream()
        .filter(event -> !event.comes())
        .forEach(event -> leaving.put(event.user(), event.at()));
    speaker.tell(
        facts.group(),
        order,
        spoken -> {
          happen(events, spoken.takenAt(), people, facts, told);
          UserId sender = spoken.sender();
          requireThere(people, sender, facts, spoken);
          if (!people.isBegun()) {
            people.begin();
          }
          file.write(spoken.line());
          told.note(spoken);
          boolean isLast = lastWords.getOrDefault(sender.name(), -1) == spoken.place();
          boolean stays =
              members.contains(sender)
                  || facts.owner().equals(Optional.of(sender))
                  || leaving.getOrDefault(sender, 0L) > spoken.takenAt();
          if (isLast && !stays) {
            people.go(sender);
          }
        });
    happen(events, Long.MAX_VALUE, people, facts, told);
    end(facts, people, members);
    report(facts, order);
  }

  private static boolean isOwner(Facts facts, UserId user) {
    GroupRow.Member row = facts.members().get(user);
    return row != null && row.role() == OWNER;
  }

  private Deque<Event> events(Facts facts) throws IOException {
    List<Event> events = new ArrayList<>();
    for (Map.Entry<UserId, GroupRow.Member> entry : facts.members().entrySet()) {
      UserId user = entry.getKey();
      GroupRow.Member row = entry.getValue();
      boolean hasEarlierStay = row.left() > 0 && row.left() < row.joined();
      if (row.isThere()) {
        if (hasEarlierStay) {
          events.add(new Event(row.left(), Move.LEAVES, user));
        }
        events.add(new Event(row.joined(), Move.COMES, user));
      } else if (row.left() > 0) {
        if (!hasEarlierStay) {
          events.add(new Event(row.joined(), Move.COMES, user));
        }
        boolean isAtOnce = row.left() == row.joined();
        events.add(new Event(row.left(), isAtOnce ? Move.LEAVES_AT_ONCE : Move.LEAVES, user));
      } else {
        losses.add(
            where(facts), user.name() + " left, nobody knows when: gone after their last message");
      }
    }
    events.sort(
        Comparator.comparingLong(Event::at).thenComparing(Event::move).thenComparing(Event::user));
    return new ArrayDeque<>(events);
  }

  private static Map<String, Integer> lastWords(MessageOrder order) {
    Map<String, Integer> last = new HashMap<>();
    List<StoredMessage> messages = order.messages();
    for (int place = 0; place < messages.size(); place++) {
      last.put(messages.get(place).from(), place);
    }
    return last;
  }

  private void happen(Deque<Event> events, long upTo, GroupPeople people, Facts facts, Told told)
      throws IOException {
    while (!events.isEmpty() && events.getFirst().at() <= upTo) {
      Event event = events.removeFirst();
      if (event.comes()) {
        people.come(event.user());
      } else {
        if (!people.has(event.user()) && told.newest().isPresent()) {
          losses.add(
              where(facts),
              event.user().name()
                  + " left at "
                  + event.at()
                  + ", nobody knows when they came: sees nothing of that stay");
        }
        people.go(event.user());
      }
    }
  }

  private void requireThere(GroupPeople people, UserId sender, Facts facts, Speaker.Spoken spoken)
      throws IOException {
    if (!people.has(sender)) {
      losses.add(
          where(facts),
          sender.name()
              + " was no member at message "
              + spoken.line().id().value()
              + ", which they sent: came just before");
      people.come(sender);
    }
  }

  private void end(Facts facts, GroupPeople people, Set<UserId> members) throws IOException {
    if (!people.isBegun()) {
      people.begin();
    }
    if (!people.isBegun()) {
      return;
    }
    long now = clock.millis();
    Map<UserId, GroupStanding> standings = new LinkedHashMap<>();
    for (UserId user : members.stream().sorted().toList()) {
      GroupRow.Member row = facts.members().get(user);
      boolean muted = row != null && row.mutedUntil() > now;
      standings.put(user, new GroupStanding(row != null && row.isAdmin(), muted));
      if (muted && row != null) {
        losses.add(
            where(facts), user.name() + " is muted until " + row.mutedUntil() + ": without an end");
      }
    }
    people.end(facts.row().dissolved(), standings);
  }

  private void report(Facts facts, MessageOrder order) throws IOException {
    Optional<String> holes = order.holes(0);
    if (holes.isPresent()) {
      losses.add(where(facts), holes.get());
    }
    if (order.isRestarted()) {
      losses.add(where(facts), "sequences began anew: its messages are in the order of their keys");
    }
    if (facts.row().muted()) {
      losses.add(where(facts), "nobody but its owner may speak: everybody may");
    }
  }

  private static String where(Facts facts) {
    return "group " + facts.group().name();
  }
}
