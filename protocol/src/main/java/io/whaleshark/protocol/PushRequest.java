package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// What a device says of itself to be reached by a push service while it is not connected. Which
/// device it is, its login has said.
public sealed interface PushRequest extends Request.OfDevice {

  /// Registers the device.
  ///
  /// @param service the name of the push service: 1..128 characters
  /// @param token what the service knows the device by: 1..4096 bytes of UTF-8
  record PushTokenSet(
      String service, String token, @Nullable String fromId, @Nullable String requestId)
      implements PushRequest {
    public PushTokenSet {
      Bounds.id(Field.SERVICE, service);
      Bounds.utf8(Field.TOKEN, token, Bounds.PUSH_TOKEN_BYTES_AT_MOST);
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.PUSH_TOKEN_SET;
    }

    @Override
    public String toString() {
      return "PushTokenSet[service=" + service + ", token=hidden]";
    }
  }

  /// Lets no push service reach the device any more.
  record PushTokenRemove(@Nullable String fromId, @Nullable String requestId)
      implements PushRequest {
    public PushTokenRemove {
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.PUSH_TOKEN_REMOVE;
    }
  }
}
