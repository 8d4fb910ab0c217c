package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which device has which push token, as stored commands say. Part of the [Model]; confined to the
/// simulation's thread.
final class PushBook {

  /// What a device has.
  record Held(UserId user, DeviceId device, String service, String token) {

    private boolean isOf(UserId whose, Optional<DeviceId> which) {
      return user.equals(whose) && (which.isEmpty() || which.get().equals(device));
    }

    private boolean isAt(Held other) {
      return user.app() == other.user.app()
          && service.equals(other.service)
          && token.equals(other.token);
    }
  }

  private final List<Held> all = new ArrayList<>();

  /// A device gets a token, and nobody else has it.
  void set(Held held) {
    all.removeIf(other -> other.isAt(held) || other.isOf(held.user, Optional.of(held.device)));
    all.add(held);
  }

  /// A device loses its token, or all of a user do.
  ///
  /// @param device empty for all
  /// @return whether there was any
  boolean remove(UserId user, Optional<DeviceId> device) {
    return all.removeIf(held -> held.isOf(user, device));
  }

  Set<Held> of(UserId user) {
    return all.stream()
        .filter(held -> held.user.equals(user))
        .collect(Collectors.toUnmodifiableSet());
  }
}
