package io.whaleshark.backend;

import java.util.Locale;

/** What a member may do in a group. */
public enum MemberRole {
  /** Everything. */
  OWNER,
  /** Add, remove and mute members, and recall any message. */
  ADMIN,
  /** Read, send and leave. */
  MEMBER;

  static MemberRole of(String word) {
    for (MemberRole role : values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new MalformedJsonException("role", MemberRole.class);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
