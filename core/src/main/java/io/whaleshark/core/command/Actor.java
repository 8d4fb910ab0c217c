package io.whaleshark.core.command;

import io.whaleshark.core.id.UserId;
import java.util.Optional;

/// Whose rights a change of a group has: those of the app's administration, which may do everything
/// in its app, or those of one user. Immutable.
///
/// @param user empty for the administration
public record Actor(Optional<UserId> user) {

  public static final Actor ADMINISTRATION = new Actor(Optional.empty());

  public static Actor of(UserId user) {
    return new Actor(Optional.of(user));
  }

  /// Whether it may do what that user may.
  public boolean actsFor(UserId other) {
    return user.isEmpty() || user.get().equals(other);
  }
}
