package io.whaleshark.core.session;

import io.whaleshark.core.app.LoginPolicy;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.session.OnlineUser.DeviceSession;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The users who are connected, found by user and by group. Confined to the lane's thread.
public final class Sessions {

  /// Each message is pushed to all of them, by the lane: more than anybody has, less than would
  /// hold it up.
  static final int DEVICES_AT_MOST = 64;

  private final Map<UserId, OnlineUser> users = new HashMap<>();
  private final Map<SessionId, OnlineUser> bySession = new HashMap<>();
  private final Map<ConversationId.Group, Map<OnlineUser, Membership>> groups = new HashMap<>();

  /// The user's session, if a device is connected.
  public Optional<OnlineUser> of(UserId user) {
    return Optional.ofNullable(users.get(user));
  }

  /// The connected users who are or were in a group, with their newest period.
  public Map<OnlineUser, Membership> in(ConversationId.Group group) {
    return groups.getOrDefault(group, Map.of());
  }

  /// Does something with every user who is connected.
  public void forEach(Consumer<OnlineUser> action) {
    users.values().forEach(action);
  }

  /// Whether an entry with this sequence is in the user's inbox.
  public boolean isInInbox(OnlineUser user, ConversationId conversation, long sequence) {
    return switch (conversation) {
      case ConversationId.Direct direct -> direct.mayInclude(user.user());
      case ConversationId.Group group -> {
        Membership membership = in(group).get(user);
        yield membership != null && user.sees(membership, sequence);
      }
    };
  }

  /// A user comes of whom no device was connected; the first one [logs in][#logIn] next.
  ///
  /// @param memberships all periods, those of one group in their order
  public void enter(OnlineUser user, List<Membership> memberships) {
    users.put(user.user(), user);
    memberships.forEach(membership -> put(user, membership));
  }

  /// Adds a device of a user who has [come][#enter], after displacing those that may not stay
  /// beside it, and the oldest if there are [#DEVICES_AT_MOST].
  public void logIn(
      OnlineUser session, DeviceId device, Connection connection, LoginPolicy policy) {
    Iterator<DeviceSession> present = session.devices().iterator();
    while (present.hasNext()) {
      DeviceSession other = present.next();
      if (policy.displaces(device, other.device())) {
        present.remove();
        displace(other, device);
      }
    }
    if (session.devices().size() == DEVICES_AT_MOST) {
      displace(session.devices().removeFirst(), device);
    }
    session.devices().add(new DeviceSession(device, connection));
    bySession.put(connection.session(), session);
  }

  private void displace(DeviceSession present, DeviceId by) {
    bySession.remove(present.id());
    present.connection().displace(by);
  }

  /// Removes the device of a session. Does nothing for one that was displaced or never logged in.
  public void logOut(SessionId id) {
    OnlineUser session = bySession.remove(id);
    if (session == null) {
      return;
    }
    session.devices().removeIf(device -> device.id().equals(id));
    if (session.devices().isEmpty()) {
      users.remove(session.user());
      for (ConversationId.Group group : session.groups()) {
        Map<OnlineUser, Membership> here = groups.get(group);
        if (here != null && here.remove(session) != null && here.isEmpty()) {
          groups.remove(group);
        }
      }
    }
  }

  /// Takes note of a membership that began or ended, if its user is connected.
  public void noteMembership(Membership membership) {
    OnlineUser session = users.get(membership.user());
    if (session != null) {
      put(session, membership);
    }
  }

  /// What a login has loaded may be told afterwards: what is older than that is known already.
  private void put(OnlineUser session, Membership membership) {
    if (membership.conversation() instanceof ConversationId.Group group) {
      Map<OnlineUser, Membership> here = groups.computeIfAbsent(group, _ -> new LinkedHashMap<>());
      Membership known = here.get(session);
      if (known != null && membership.changedAt() < known.changedAt()) {
        return;
      }
      if (known != null && known.joined() < membership.joined()) {
        session.noteEarlierPeriod(group, known);
      }
      here.put(session, membership);
      session.groups().add(group);
    }
  }
}
