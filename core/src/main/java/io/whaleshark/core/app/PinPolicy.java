package io.whaleshark.core.app;

/// Who pins messages, and how many. In a direct conversation both do. Immutable.
///
/// @param inGroups who does in groups
/// @param atMost how many messages of a conversation are pinned at once, at least 1
public record PinPolicy(Pinners inGroups, int atMost) {

  /// How many messages of any conversation are pinned at once.
  public static final int AT_MOST = 50;

  /// Those who run a group pin there.
  public static final PinPolicy DEFAULT = new PinPolicy(Pinners.ADMINS, AT_MOST);

  /// Who pins in a group.
  public enum Pinners {
    /// Its owner and its admins.
    ADMINS,
    /// All members.
    MEMBERS
  }
}
