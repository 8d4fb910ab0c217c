package io.whaleshark.core.id;

/// A conversation: the ordered log of messages among its participants. Immutable.
public sealed interface ConversationId {

  /// The app that the conversation belongs to.
  int app();

  /// Whether the user may be a participant of this conversation: in a direct one, whether the user
  /// is one of the two.
  ///
  /// Always true for a group, where only the membership decides.
  boolean mayInclude(UserId user);

  /// The conversation of two users of one app, or of one user with themselves.
  ///
  /// @param low the user whose id sorts first
  /// @param high the other one, or the same
  record Direct(UserId low, UserId high) implements ConversationId {

    public Direct {
      if (low.app() != high.app() || low.compareTo(high) > 0) {
        throw new IllegalArgumentException(
            "direct conversation: users of two apps, or out of order");
      }
    }

    @Override
    public int hashCode() {
      return low.hashCode() * UserId.SPREAD + high.hashCode();
    }

    /// The conversation of these two, whichever comes first.
    public static Direct between(UserId one, UserId other) {
      return one.compareTo(other) <= 0 ? new Direct(one, other) : new Direct(other, one);
    }

    @Override
    public int app() {
      return low.app();
    }

    @Override
    public boolean mayInclude(UserId user) {
      return low.equals(user) || high.equals(user);
    }

    /// The peer of a participant; the participant in a conversation with themselves.
    public UserId peerOf(UserId participant) {
      return low.equals(participant) ? high : low;
    }

    /// Whether this is a conversation of a user with themselves.
    public boolean isWithSelf() {
      return low.equals(high);
    }
  }

  /// The conversation of a group.
  ///
  /// @param app the app of the group
  /// @param name the group's id within its app, bounds as for a user's name
  record Group(int app, String name) implements ConversationId {

    public Group {
      Names.requireId("group", name, 1);
    }

    @Override
    public boolean mayInclude(UserId user) {
      return user.app() == app;
    }
  }
}
