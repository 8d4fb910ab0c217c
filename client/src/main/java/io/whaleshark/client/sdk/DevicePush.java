package io.whaleshark.client.sdk;

import io.whaleshark.protocol.PushRequest.PushTokenRemove;
import io.whaleshark.protocol.PushRequest.PushTokenSet;
import io.whaleshark.protocol.PushTokenEvent.PushTokenRemoveAck;
import io.whaleshark.protocol.PushTokenEvent.PushTokenSetAck;

/// How a push service reaches this device while it is not connected. Threads and errors are those
/// of the [Client].
///
/// The server keeps the token until it is removed, the device is signed out, or another device
/// registers the same. So an app sets it at each start, and whenever the service gives it another.
public record DevicePush(Client client) {

  /// Lets a push service reach this device. Idempotent.
  ///
  /// @param service `apns`, `fcm`, or the name of another one: 1..128 characters
  /// @param token what the service knows the device by: 1..4096 bytes of UTF-8
  public void set(String service, String token) {
    PushTokenSetAck _ =
        client.ask(id -> new PushTokenSet(service, token, null, id), PushTokenSetAck.class);
  }

  /// Lets none reach it any more, as before a logout. Idempotent.
  public void remove() {
    PushTokenRemoveAck _ =
        client.ask(id -> new PushTokenRemove(null, id), PushTokenRemoveAck.class);
  }
}
