package io.whaleshark.core.model;

/// What a member is to a group. The owner is noted with the [Group], the others with their
/// [Membership].
public enum Role {
  /// May do everything in the group. There is one.
  OWNER,
  /// Adds and removes members, mutes them, and recalls anything said there.
  ADMIN,
  /// Takes part.
  MEMBER;

  /// The role of a present member.
  public static Role of(Group group, Membership membership) {
    if (group.owner().equals(membership.user())) {
      return OWNER;
    }
    return membership.standing().admin() ? ADMIN : MEMBER;
  }

  /// Whether it stands above another one, and so may remove and mute who has that.
  public boolean isAbove(Role other) {
    return compareTo(other) < 0;
  }
}
