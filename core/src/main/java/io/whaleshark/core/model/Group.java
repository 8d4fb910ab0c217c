package io.whaleshark.core.model;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;

/// A group. Immutable. A dissolved group stays as such: its id is never used again, its history
/// stays readable.
///
/// @param id its conversation
/// @param name for display
/// @param owner who may do everything in it, besides the app's administration
/// @param memberCount how many are members now
/// @param dissolved whether it ended
/// @param changedAt the stamp of the last change of any of these, or of a member's role
public record Group(
    ConversationId.Group id,
    String name,
    UserId owner,
    long memberCount,
    boolean dissolved,
    long changedAt) {

  /// @throws IllegalArgumentException if the number of members is negative
  public Group {
    if (memberCount < 0) {
      throw new IllegalArgumentException("group: " + memberCount + " members");
    }
  }
}
