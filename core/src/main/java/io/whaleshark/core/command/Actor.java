package io.whaleshark.core.command;

import io.whaleshark.core.id.UserId;
import java.util.Optional;

/// The rights under which a group is changed: those of the app's administration, which may change
/// everything in its app, or those of one user. Immutable.
///
/// @param user empty for the administration
public record Actor(Optional<UserId> user) {

  public static final Actor ADMINISTRATION = new Actor(Optional.empty());

  public static Actor of(UserId user) {
    return new Actor(Optional.of(user));
  }

  /// Whether the actor may do what this user may do.
  public boolean actsFor(UserId other) {
    return user.isEmpty() || user.get().equals(other);
  }
}
