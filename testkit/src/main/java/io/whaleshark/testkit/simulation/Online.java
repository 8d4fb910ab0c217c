package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.session.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who is logged in, as the [Model] knows it. Confined to the simulation's thread.
final class Online {

  /// One device that is logged in.
  static final class Seat {
    final Connection connection;
    final DeviceId device;
    final Map<ConversationId, Long> activeAt = new HashMap<>();

    Seat(Connection connection, DeviceId device) {
      this.connection = connection;
      this.device = device;
    }

    boolean isPhone() {
      return Online.isPhone(device);
    }
  }

  /// A user with at least one device, from the first login to the last logout.
  static final class Present {
    final UserId user;
    final List<Seat> seats = new ArrayList<>();
    final Set<ConversationId> muted = new HashSet<>();

    /// Where the inbox ends, as far as its devices were told.
    long newest;

    /// Whether what is muted may be known from what was stored and not told yet.
    boolean isMuteInDoubt;

    Present(UserId user) {
      this.user = user;
    }

    /// Whether a device is not to ring: all if the conversation is muted, phones while another kind
    /// of device was active there.
    boolean isSilent(Seat seat, ConversationId conversation, long activeSince) {
      boolean elsewhere =
          seats.stream().anyMatch(s -> s.activeAt.getOrDefault(conversation, -1L) >= activeSince);
      return muted.contains(conversation) || (seat.isPhone() && seats.size() > 1 && elsewhere);
    }
  }

  private final Map<UserId, Present> users = new LinkedHashMap<>();
  private final Map<UserId, Long> newest = new HashMap<>();
  private final Map<UserId, Set<ConversationId>> muted = new HashMap<>();
  private final Map<UserId, List<Asked>> waiting = new HashMap<>();
  private final Set<UserId> banned = new HashSet<>();

  @Nullable Present of(UserId user) {
    return users.get(user);
  }

  /// Whether this is the session that stands, and not one that ended.
  boolean has(Present present) {
    return users.get(present.user) == present;
  }

  void forEach(Consumer<Present> action) {
    users.values().forEach(action);
  }

  /// The node is another one: it knows what is stored.
  void clear(Model model) {
    users.clear();
    waiting.clear();
    banned.clear();
    for (String name : Scene.USERS) {
      UserId user = Scene.user(name);
      if (model.isBanned(user)) {
        banned.add(user);
      }
      newest.put(user, model.newestPosition(user));
      muted(user).clear();
      model
          .items(user)
          .forEach((conversation, item) -> {
            if (item.isMute) {
              muted(user).add(conversation);
            }
          });
    }
  }

  // --- what was told, whether anybody was there or not ---

  /// Where a user's inbox ends.
  long newest(UserId user) {
    return newest.getOrDefault(user, 0L);
  }

  void entry(UserId user, long position) {
    newest.merge(user, position, Math::max);
  }

  /// What a user has muted.
  Set<ConversationId> muted(UserId user) {
    return muted.computeIfAbsent(user, _ -> new HashSet<>());
  }

  // --- logins ---

  /// Who may not log in.
  Set<UserId> banned() {
    return banned;
  }

  /// The logins of a user who is being loaded, in order.
  List<Asked> waiting(UserId user) {
    return waiting.computeIfAbsent(user, _ -> new ArrayList<>());
  }

  boolean isWaiting(Asked asked) {
    return asked.command instanceof Command.LogIn login && waiting(login.user()).contains(asked);
  }

  /// The login of a session, if it waits.
  Optional<Asked> waiting(SessionId session) {
    return waiting.values().stream()
        .flatMap(List::stream)
        .filter(asked ->
            asked.command instanceof Command.LogIn login
                && login.connection().session().equals(session))
        .findFirst();
  }

  /// A read has failed: whoever waits for it may be refused.
  void readFailed() {
    waiting.values().forEach(all -> all.forEach(asked -> asked.mayBeRefused = true));
  }

  /// A device comes.
  ///
  /// @param present its user's session, new or not
  /// @param gone is told of each one that may not stay beside it
  void logIn(Present present, Seat comes, LoginPolicy policy, Consumer<Seat> gone) {
    List<Seat> displaced =
        present.seats.stream()
            .filter(there -> mayNotStay(comes.device, there.device, policy))
            .toList();
    displaced.forEach(gone);
    present.seats.removeAll(displaced);
    present.seats.add(comes);
    users.put(present.user, present);
  }

  /// Whether a login ends another session of the user.
  static boolean mayNotStay(DeviceId comes, DeviceId there, LoginPolicy policy) {
    boolean browser = isBrowser(comes) || isBrowser(there);
    boolean sameKind = isPhone(comes) == isPhone(there);
    return comes.equals(there)
        || switch (policy.number()) {
          case 1 -> true;
          case 2 -> !browser;
          case 3 -> !browser && sameKind;
          default -> false;
        };
  }

  static boolean isPhone(DeviceId device) {
    return device.kind() == DeviceKind.IOS || device.kind() == DeviceKind.ANDROID;
  }

  private static boolean isBrowser(DeviceId device) {
    return device.kind() == DeviceKind.WEB || device.kind() == DeviceKind.API;
  }

  /// A session ended, if it had begun.
  void logOut(SessionId session) {
    users
        .values()
        .forEach(present -> present.seats.removeIf(s -> s.connection.session().equals(session)));
    users.values().removeIf(present -> present.seats.isEmpty());
  }

  /// A user did something in a conversation.
  void active(UserId user, Connection connection, ConversationId conversation, long now) {
    Present present = users.get(user);
    if (present != null) {
      present.seats.stream()
          .filter(seat -> seat.connection == connection && !seat.isPhone())
          .forEach(seat -> seat.activeAt.put(conversation, now));
    }
  }
}
