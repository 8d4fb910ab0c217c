package io.whaleshark.server.transfer;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Who comes to a group and who goes, place by place. A place is the sequence of the message before
/// it. What happens at one place happened in an order that is not stored, so it gets one in which
/// nothing is refused: who comes, who goes and comes back, who goes.
///
/// Confined to one thread.
final class Comings {

  /// A period, as far as it is told.
  ///
  /// @param from the place at which it begins
  /// @param to the place at which it ends; [Membership#OPEN] if it does not
  record Stay(Membership period, long from, long to) {

    UserId user() {
      return period.user();
    }
  }

  private enum What {
    COMES,
    GOES,
    IS_ERASED
  }

  private record Event(What what, UserId user, Optional<Stay> stay) {}

  private final Group group;
  private final MessageIds ids;
  private final Consumer<ImportLine> lines;
  private final TreeMap<Long, Map<UserId, List<Event>>> places = new TreeMap<>();

  /// Who is there, and up to which place.
  private final Map<UserId, Long> present = new TreeMap<>();

  private UserId owner;

  Comings(Group group, MessageIds ids, Consumer<ImportLine> lines) {
    this.group = group;
    this.ids = ids;
    this.lines = lines;
    this.owner = group.owner();
  }

  /// Adds a period. Those of a user come in their order.
  void add(Stay stay) {
    at(stay.from(), stay.user()).add(new Event(What.COMES, stay.user(), Optional.of(stay)));
    if (stay.to() != Membership.OPEN) {
      at(stay.to(), stay.user()).add(new Event(What.GOES, stay.user(), Optional.of(stay)));
    }
  }

  /// Adds an erasure, behind the periods of the user.
  ///
  /// @param isLast whether the user has not come back since
  void addErasure(UserId user, long place, boolean isLast) {
    List<Event> there = at(place, user);
    Event erased = new Event(What.IS_ERASED, user, Optional.empty());
    int coming = isLast ? -1 : there.stream().map(Event::what).toList().lastIndexOf(What.COMES);
    there.add(coming < 0 ? there.size() : coming, erased);
  }

  private List<Event> at(long place, UserId user) {
    return places
        .computeIfAbsent(place, _ -> new TreeMap<>())
        .computeIfAbsent(user, _ -> new ArrayList<>(1));
  }

  /// Creates the group with those who are there at the first place, and tells what else happens
  /// there.
  void begin(long place) {
    Map<UserId, List<Event>> there = places.getOrDefault(place, Map.of());
    List<UserId> first = takeComing(there);
    if (!present.containsKey(owner)) {
      owner = mostLasting(Optional.empty()).orElse(owner);
    }
    List<UserId> others = first.stream().filter(user -> !user.equals(owner)).toList();
    int atOnce = Math.min(others.size(), ImportLine.MEMBERS_AT_MOST);
    String name = group.name().equals(group.id().name()) ? "" : group.name();
    lines.accept(new ImportLine.Created(group.id(), name, owner, others.subList(0, atOnce)));
    tellJoined(others.subList(atOnce, others.size()));
    happenBehindComing(there);
    places.remove(place);
  }

  /// Tells what happens at a place.
  void happen(long place) {
    Map<UserId, List<Event>> there = places.remove(place);
    if (there != null) {
      tellJoined(takeComing(there));
      happenBehindComing(there);
    }
  }

  /// Lets those come who were not there before.
  private List<UserId> takeComing(Map<UserId, List<Event>> there) {
    List<UserId> coming = new ArrayList<>();
    there.forEach((user, events) -> {
      if (events.getFirst().what() == What.COMES) {
        come(events.removeFirst());
        coming.add(user);
      }
    });
    return coming;
  }

  private void happenBehindComing(Map<UserId, List<Event>> there) {
    there.forEach((user, events) -> {
      if (events.stream().anyMatch(event -> event.what() == What.COMES)) {
        goAndComeBack(user, events);
        events.clear();
      }
    });
    there.values().forEach(events -> events.forEach(this::happen));
  }

  private void goAndComeBack(UserId user, List<Event> events) {
    if (user.equals(owner) && present.size() == 1) {
      // Nobody else is there to own the group: it is told as if they had stayed.
      events.stream().filter(event -> event.what() == What.COMES).forEach(this::come);
      return;
    }
    if (user.equals(group.owner()) && !user.equals(owner)) {
      tellOwner(); // a repetition finds the present owner, and lets them leave as well
    }
    events.forEach(this::happen);
  }

  private void happen(Event event) {
    switch (event.what()) {
      case COMES -> {
        come(event);
        tellJoined(List.of(event.user()));
      }
      case GOES -> {
        tellRead(event.stay().orElseThrow());
        if (event.user().equals(owner)) {
          mostLasting(Optional.of(owner)).ifPresent(this::handTo);
        }
        present.remove(event.user());
        lines.accept(new ImportLine.Left(group.id(), event.user(), ids.newest()));
      }
      case IS_ERASED -> lines.accept(new ImportLine.Erased(event.user(), group.id(), ids.newest()));
    }
  }

  private void come(Event event) {
    present.put(event.user(), event.stay().orElseThrow().to());
  }

  /// Tells how far somebody has read in a period.
  void tellRead(Stay stay) {
    long read = stay.period().read();
    if (read > stay.from()) {
      ids.of(read)
          .ifPresent(
              message -> lines.accept(new ImportLine.Read(stay.user(), group.id(), message)));
    }
  }

  private void tellJoined(List<UserId> users) {
    for (int from = 0; from < users.size(); from += ImportLine.MEMBERS_AT_MOST) {
      int to = Math.min(users.size(), from + ImportLine.MEMBERS_AT_MOST);
      lines.accept(new ImportLine.Joined(group.id(), users.subList(from, to), ids.newest()));
    }
  }

  /// Hands the group to a member, unless they own it already.
  void handTo(UserId next) {
    if (!owner.equals(next)) {
      owner = next;
      tellOwner();
    }
  }

  private void tellOwner() {
    lines.accept(
        new ImportLine.RoleSet(group.id(), owner, Role.OWNER, Optional.empty(), ids.newest()));
  }

  /// Who is to own the group meanwhile: its present owner if they are there, else whoever stays
  /// longest.
  private Optional<UserId> mostLasting(Optional<UserId> besides) {
    Map<UserId, Long> others = new TreeMap<>(present);
    besides.ifPresent(others::remove);
    return others.containsKey(group.owner())
        ? Optional.of(group.owner())
        : others.entrySet().stream()
            .max(Comparator.comparingLong(Map.Entry::getValue))
            .map(Map.Entry::getKey);
  }
}
