package io.whaleshark.core.engine;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import java.util.Optional;

/// Who may not log in.
@FunctionalInterface
public interface Bans {

  /// The last ban of a user, whether it is in force or not; empty if there never was one. Cost: one
  /// look-up.
  Optional<Ban> of(UserId user);
}
