package io.whaleshark.core.directory;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.DirectoryPolicy.Visible;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.engine.Directory.Place;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// What a user sees of the directory of their app (ADR 36). The app itself sees all of it.
/// Thread-safe; blocks while it reads.
public final class DirectoryView {

  /// As many profiles one call brings at most.
  public static final int PROFILES_AT_MOST = 100;

  private final Directory directory;
  private final Memberships memberships;
  private final ConversationList conversations;
  private final IntFunction<AppPolicy> policies;

  public DirectoryView(Engine engine, IntFunction<AppPolicy> policies) {
    this.directory = engine.directory();
    this.memberships = engine.memberships();
    this.conversations = engine.conversations();
    this.policies = policies;
  }

  /// The profiles of users, in the order in which they are named. Who is not there, and whom the
  /// viewer does not see, is left out: the answer does not reveal which (P9).
  ///
  /// Cost: four reads, where the engine reads for several users at once, each of as many rows as
  /// users are named; for a viewer who was erased before, one more for each of the users.
  ///
  /// @param users of one app, at most [#PROFILES_AT_MOST]
  /// @param group in which the viewer meets them; empty where they write directly
  public Outcome<List<Profile>> of(
      Actor viewer, List<UserId> users, Optional<ConversationId.Group> group) {
    if (users.size() > PROFILES_AT_MOST) {
      return new Outcome.Refused<>(
          Refusal.TOO_LARGE,
          "userIds: " + users.size() + " (expected: at most " + PROFILES_AT_MOST + ")");
    }
    Set<UserId> seen =
        viewer
            .user()
            .map(user -> seen(user, Set.copyOf(users), group))
            .orElseGet(() -> Set.copyOf(users));
    Map<UserId, Profile> found =
        directory.of(List.copyOf(seen)).stream()
            .collect(Collectors.toMap(Profile::user, Function.identity()));
    return new Outcome.Granted<>(
        users.stream().distinct().map(found::get).filter(Objects::nonNull).toList());
  }

  /// The profiles that a search finds, in its order.
  ///
  /// @param text the beginning of a name, in any case; empty for all
  /// @param after exclusive lower bound
  /// @param limit at most this many, at least 1
  /// @return a refusal if the viewer may not search
  public Outcome<List<Profile>> startingWith(
      Actor viewer, int app, String text, Place after, int limit) {
    boolean isAllowed = viewer.user().isEmpty() || visible(app) == Visible.ALL;
    return isAllowed
        ? new Outcome.Granted<>(directory.startingWith(app, Profile.compared(text), after, limit))
        : new Outcome.Refused<>(
            Refusal.DIRECTORY_CLOSED, "the app does not let its users search the directory");
  }

  private Visible visible(int app) {
    return policies.apply(app).directory().visible();
  }

  private Set<UserId> seen(UserId viewer, Set<UserId> users, Optional<ConversationId.Group> group) {
    return switch (visible(viewer.app())) {
      case ALL -> users;
      case KNOWN -> known(viewer, users, group);
      case NONE -> users.contains(viewer) ? Set.of(viewer) : Set.of();
    };
  }

  private Set<UserId> known(
      UserId viewer, Set<UserId> users, Optional<ConversationId.Group> group) {
    Map<ConversationId, UserId> peers = new HashMap<>();
    users.forEach(user -> peers.put(ConversationId.Direct.between(viewer, user), user));
    List<ConversationId> asked = new ArrayList<>(peers.keySet());
    group.ifPresent(asked::add);
    Set<UserId> known = new HashSet<>(users.contains(viewer) ? Set.of(viewer) : Set.of());
    for (Participation place : conversations.participations(viewer, asked)) {
      UserId peer = peers.get(place.conversation());
      if (peer == null) {
        known.addAll(met(place, users));
      } else if (isListed(place)) {
        known.add(peer);
      }
    }
    return known;
  }

  /// Whether a direct conversation is in the viewer's list. Only who was erased has to be asked.
  private boolean isListed(Participation place) {
    return place.erased().equals(Participation.Erased.NOTHING)
        || conversations.item(place.user(), place.conversation()).isPresent();
  }

  /// Whom the viewer has met in a group: a period of theirs may have a message in common with one
  /// of the viewer's.
  private Set<UserId> met(Participation place, Set<UserId> users) {
    long after = place.erased().upTo();
    List<Membership> own = memberships.periods(place.conversation(), place.user());
    return memberships.periods(place.conversation(), List.copyOf(users)).stream()
        .filter(period -> own.stream().anyMatch(mine -> mine.overlaps(period, after)))
        .map(Membership::user)
        .collect(Collectors.toSet());
  }
}
