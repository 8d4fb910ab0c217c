package io.whaleshark.core.session;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A user who has at least one device connected. Confined to the lane's thread.
public final class OnlineUser {

  /// One connected device.
  public static final class DeviceSession {

    private final DeviceId device;
    private final Connection connection;
    private final long since;
    private boolean knowsTyping;

    DeviceSession(DeviceId device, Connection connection, long since) {
      this.device = device;
      this.connection = connection;
      this.since = since;
    }

    public SessionId id() {
      return connection.session();
    }

    public DeviceId device() {
      return device;
    }

    public Connection connection() {
      return connection;
    }

    /// When it logged in, as a stamp.
    public long since() {
      return since;
    }

    /// It has shown that it knows of typing: others are not told what they would not understand.
    public void learnTyping() {
      knowsTyping = true;
    }

    public boolean isPhone() {
      return device.kind().isPhone();
    }
  }

  private final UserId user;
  private final List<DeviceSession> devices = new ArrayList<>(2);

  private final Set<ConversationId> muted = new HashSet<>();
  private final Set<ConversationId.Group> groups = new HashSet<>();

  /// Up to where conversations were erased. Most users have none.
  private final Map<ConversationId, Long> erased = new HashMap<>(0);

  /// Of groups that the user came back to: what they saw before. Most users have none.
  private final Map<ConversationId.Group, List<Membership>> earlierPeriods = new HashMap<>(0);

  private long newestPosition;
  private boolean hasGap; // behind the newest position may be an entry that is not known
  private boolean isBehind;
  private boolean hasReceiptsOff;

  /// @param newestPosition where the inbox ends
  public OnlineUser(UserId user, long newestPosition) {
    this.user = user;
    this.newestPosition = newestPosition;
  }

  public UserId user() {
    return user;
  }

  /// The devices connected now; at least one while the session is registered.
  public List<DeviceSession> devices() {
    return devices;
  }

  /// The groups under which the session is registered.
  Set<ConversationId.Group> groups() {
    return groups;
  }

  /// The position of the newest entry of the user's inbox that was told.
  public long newestPosition() {
    return newestPosition;
  }

  /// Advances the inbox to an entry.
  ///
  /// @return the position of the entry before, one that no device has if that is not known; -1 if
  ///   the login that began the session has counted this one already
  public long advanceInbox(long position) {
    if (position <= newestPosition) {
      return -1;
    }
    long previous = hasGap ? position - 1 : newestPosition;
    newestPosition = position;
    hasGap = false;
    return previous;
  }

  /// An entry was here, and is further on by now. Nobody is told: what comes next makes the devices
  /// pull.
  public void passEntry(long position) {
    newestPosition = Math.max(newestPosition, position);
  }

  /// An entry that is not known may stand behind the newest one: what comes next makes the devices
  /// pull.
  public void leaveGap() {
    hasGap = true;
  }

  /// Nothing that is not known stands there any more: the inbox ends here, or behind what was told.
  public void closeGap(long position) {
    newestPosition = Math.max(newestPosition, position);
    hasGap = false;
  }

  /// Whether an entry that is not known may stand behind the newest one.
  public boolean hasGap() {
    return hasGap;
  }

  /// Something was not told: until the user [has caught up][#hasCaughtUp], it is not known which
  /// groups they are in.
  public void lagBehind() {
    isBehind = true;
  }

  /// What was not told is known.
  public void hasCaughtUp() {
    isBehind = false;
  }

  /// Whether it is not known which groups the user is in.
  public boolean isBehind() {
    return isBehind;
  }

  void forgetGroups() {
    groups.clear();
    earlierPeriods.clear();
  }

  void noteEarlierPeriod(ConversationId.Group group, Membership closed) {
    earlierPeriods.computeIfAbsent(group, _ -> new ArrayList<>(1)).add(closed);
  }

  /// Whether the user saw the message: in the newest period, or, of who came back, in one before.
  public boolean sees(Membership newest, long sequence) {
    boolean isShown =
        newest.sees(sequence)
            || (!earlierPeriods.isEmpty()
                && earlierPeriods.getOrDefault(newest.conversation(), List.of()).stream()
                    .anyMatch(period -> period.sees(sequence)));
    return isShown && isSpared(newest.conversation(), sequence);
  }

  /// Whether no erasure of the user took a message from their view.
  public boolean isSpared(ConversationId conversation, long sequence) {
    return erased.isEmpty() || sequence > erased.getOrDefault(conversation, 0L);
  }

  /// Takes note of what is the user's alone in a conversation.
  public void setOwn(Participation own) {
    setMuted(own.conversation(), own.mute());
    if (own.erased().upTo() > 0) {
      erased.put(own.conversation(), own.erased().upTo());
    }
  }

  public void setMuted(ConversationId conversation, boolean mute) {
    if (mute) {
      muted.add(conversation);
    } else {
      muted.remove(conversation);
    }
  }

  /// Whether the user has switched their receipts off.
  public boolean hasReceiptsOff() {
    return hasReceiptsOff;
  }

  public void switchReceipts(boolean on) {
    hasReceiptsOff = !on;
  }

  /// Takes over what another state of the same user knows to be theirs alone, and nothing else.
  public void ownAs(OnlineUser other) {
    muted.clear();
    muted.addAll(other.muted);
    erased.clear();
    erased.putAll(other.erased);
    hasReceiptsOff = other.hasReceiptsOff;
  }

  /// Whether no device should ring for a message.
  public boolean hasMuted(ConversationId conversation) {
    return muted.contains(conversation);
  }

  /// The connection of a session that is here.
  Connection connection(SessionId session) {
    return device(session).orElseThrow().connection();
  }

  /// Whether a device other than that of a session is connected.
  public boolean hasOthers(SessionId than) {
    return devices.stream().anyMatch(device -> !device.id().equals(than));
  }

  /// Pushes to all devices but one.
  public void pushToOthers(SessionId except, Push push) {
    for (DeviceSession device : devices) {
      if (!device.id().equals(except)) {
        device.connection.push(push);
      }
    }
  }

  /// Pushes to those devices that know of typing.
  public void pushToTypingAware(Push push) {
    for (DeviceSession device : devices) {
      if (device.knowsTyping) {
        device.connection.push(push);
      }
    }
  }

  /// The device of a session, if it is here.
  public Optional<DeviceSession> device(SessionId session) {
    return devices.stream().filter(device -> device.id().equals(session)).findFirst();
  }

  /// Pushes to all devices.
  public void pushToAll(Push push) {
    for (DeviceSession device : devices) {
      device.connection.push(push);
    }
  }
}
