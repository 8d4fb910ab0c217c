package io.whaleshark.core.model;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import java.util.Optional;

/// Where a push service reaches one device of a user. A device has one at most, and a token is one
/// device's at a time. Immutable.
///
/// Who has a token may send notifications to its device: it is not logged, so it is no part of
/// [#toString].
///
/// @param service the name of the push service: `apns`, `fcm`, or that of another one, by the rule
///   of ids
/// @param token what the service knows the device by
/// @param registeredAt the stamp at which the device registered it last
public record PushToken(
    UserId user, DeviceId device, String service, String token, long registeredAt) {

  /// How many devices of one user have a token, at most.
  public static final int PER_USER_AT_MOST = 16;

  /// The maximum length of a token, in UTF-8 bytes.
  public static final int TOKEN_BYTES_AT_MOST = 4_096;

  /// What a service knows a device by, in one app.
  public record Address(int app, String service, String token) {

    @Override
    public String toString() {
      return "a token of " + service + " in app " + app;
    }
  }

  public Address address() {
    return new Address(user.app(), service, token);
  }

  /// Finds why a service and a token may not be registered.
  ///
  /// @return the fault, without any character of them; empty if there is none
  public static Optional<String> fault(String service, String token) {
    return Names.newIdFault("service", service)
        .or(() -> Names.opaqueFault(token, TOKEN_BYTES_AT_MOST).map(fault -> "token: " + fault));
  }

  @Override
  public String toString() {
    return "the token of %s for %s of %s, since %d".formatted(service, device, user, registeredAt);
  }
}
