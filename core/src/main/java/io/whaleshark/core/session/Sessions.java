package io.whaleshark.core.session;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.session.OnlineUser.DeviceSession;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The users who are connected, found by user and by group. Confined to the lane's thread.
public final class Sessions {

  private final Map<UserId, OnlineUser> users = new HashMap<>();
  private final Map<SessionId, OnlineUser> bySession = new HashMap<>();
  private final Map<ConversationId.Group, Map<OnlineUser, Membership>> groups = new HashMap<>();

  private final LongSupplier clock;

  /// @param clock says what time it is, as a stamp
  public Sessions(LongSupplier clock) {
    this.clock = clock;
  }

  /// What time it is, as a stamp.
  public long now() {
    return clock.getAsLong();
  }

  /// The user's session, if a device is connected.
  public Optional<OnlineUser> of(UserId user) {
    return Optional.ofNullable(users.get(user));
  }

  /// The user's session, if a device is connected and the message was not erased for them.
  public Optional<OnlineUser> seeing(UserId user, ConversationId.Direct direct, long sequence) {
    return of(user).filter(online -> online.isSpared(direct, sequence));
  }

  /// Whether the user still has a device connected, and had one all the time.
  public boolean isHere(OnlineUser user) {
    return users.get(user.user()) == user;
  }

  /// The connected users who are or were in a group, with their newest period.
  public Map<OnlineUser, Membership> in(ConversationId.Group group) {
    return groups.getOrDefault(group, Map.of());
  }

  /// Does something with every connected user whose inbox has a message.
  public void forEachOwner(
      ConversationId conversation, long sequence, Consumer<OnlineUser> action) {
    switch (conversation) {
      case ConversationId.Direct direct -> {
        seeing(direct.low(), direct, sequence).ifPresent(action);
        if (!direct.isWithSelf()) {
          seeing(direct.high(), direct, sequence).ifPresent(action);
        }
      }
      case ConversationId.Group group -> {
        for (Map.Entry<OnlineUser, Membership> participant : in(group).entrySet()) {
          // Who could see a message learns what became of it, also after coming back.
          OnlineUser user = participant.getKey();
          if (user.sees(participant.getValue(), sequence)) {
            action.accept(user);
          }
        }
      }
    }
  }

  /// Does something with a connected user, unless they have left a group.
  public void ifTakingPart(
      OnlineUser user, ConversationId conversation, Consumer<OnlineUser> action) {
    boolean hasLeft =
        conversation instanceof ConversationId.Group group
            && Optional.ofNullable(in(group).get(user)).filter(Membership::isOpen).isEmpty();
    if (!hasLeft) {
      action.accept(user);
    }
  }

  /// Does something with every user who is connected.
  public void forEach(Consumer<OnlineUser> action) {
    users.values().forEach(action);
  }

  /// Whether an entry with this sequence is in the user's inbox.
  public boolean isInInbox(OnlineUser user, ConversationId conversation, long sequence) {
    return switch (conversation) {
      case ConversationId.Direct direct ->
          direct.mayInclude(user.user()) && user.isSpared(direct, sequence);
      case ConversationId.Group group -> {
        Membership membership = in(group).get(user);
        yield membership != null && user.sees(membership, sequence);
      }
    };
  }

  /// A user comes of whom no device was connected, and the first one [logs in][#logIn] next; or
  /// their memberships are known again.
  ///
  /// @param memberships all periods, those of one group in their order
  public void enter(OnlineUser user, List<Membership> memberships) {
    users.put(user.user(), user);
    memberships.forEach(membership -> put(user, membership));
  }

  /// Adds a device of a user who has [come][#enter].
  public void logIn(OnlineUser session, DeviceId device, Connection connection) {
    session.devices().add(new DeviceSession(device, connection, clock.getAsLong()));
    bySession.put(connection.session(), session);
  }

  /// Lets a device go that another one displaces.
  ///
  /// @param by the device that logged in
  /// @return false if the session has no device here
  public boolean displace(SessionId id, DeviceId by) {
    return letGo(id, connection -> connection.displace(by));
  }

  /// Lets a device go that was signed out.
  ///
  /// @param ban see [Connection#signOut]
  /// @return false if the session has no device here
  public boolean signOut(SessionId id, DeviceId own, Optional<Ban> ban) {
    return letGo(id, connection -> connection.signOut(own, ban));
  }

  /// Lets a device go whose session has ended for no fault of its own.
  ///
  /// @return false if the session has no device here
  public boolean disconnect(SessionId id) {
    return letGo(id, Connection::disconnect);
  }

  /// Lets all devices of a user go, for no fault of theirs.
  public void disconnectAll(OnlineUser user) {
    List.copyOf(user.devices()).forEach(device -> disconnect(device.id()));
  }

  private boolean letGo(SessionId id, Consumer<Connection> how) {
    OnlineUser session = bySession.get(id);
    if (session == null) {
      return false;
    }
    Connection connection = session.connection(id);
    logOut(id);
    how.accept(connection);
    return true;
  }

  /// Removes the device of a session. Does nothing for one that was displaced or never logged in.
  ///
  /// @return whose it was
  public Optional<UserId> logOut(SessionId id) {
    OnlineUser session = bySession.remove(id);
    if (session == null) {
      return Optional.empty();
    }
    session.devices().removeIf(device -> device.id().equals(id));
    if (session.devices().isEmpty()) {
      users.remove(session.user());
      forgetMemberships(session);
    }
    return Optional.of(session.user());
  }

  /// Forgets in which groups a user is: nothing of them is told until they [enter][#enter] again.
  public void forgetMemberships(OnlineUser session) {
    for (ConversationId.Group group : session.groups()) {
      Map<OnlineUser, Membership> here = groups.get(group);
      if (here != null && here.remove(session) != null && here.isEmpty()) {
        groups.remove(group);
      }
    }
    session.forgetGroups();
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
