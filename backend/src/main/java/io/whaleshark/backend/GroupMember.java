package io.whaleshark.backend;

/**
 * A member of a group.
 *
 * @param userId the user
 * @param role what they may do
 * @param muted whether what they send is refused
 */
public record GroupMember(String userId, MemberRole role, boolean muted) {

  static GroupMember of(JsonFields fields) {
    return new GroupMember(
        fields.text("userId"), MemberRole.of(fields.text("role")), fields.flag("muted"));
  }
}
