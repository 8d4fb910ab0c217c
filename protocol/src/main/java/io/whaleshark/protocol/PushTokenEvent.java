package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Answers about the push token of a device, which alone gets them.
public sealed interface PushTokenEvent extends Event {

  /// The token is stored. Repeats the service, and never the token.
  record PushTokenSetAck(String service, @Nullable String requestId) implements PushTokenEvent {

    /// The answer to this request.
    public static PushTokenSetAck of(PushRequest.PushTokenSet set) {
      return new PushTokenSetAck(set.service(), set.requestId());
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.PUSH_TOKEN_SET_ACK;
    }

    @Override
    public void write(JsonWriter json) {
      Results.start(json).put(Field.SERVICE, service);
      Results.end(json, requestId);
    }
  }

  /// The device has no token.
  record PushTokenRemoveAck(@Nullable String requestId) implements PushTokenEvent {

    /// The answer to this request.
    public static PushTokenRemoveAck of(PushRequest.PushTokenRemove remove) {
      return new PushTokenRemoveAck(remove.requestId());
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.PUSH_TOKEN_REMOVE_ACK;
    }

    @Override
    public void write(JsonWriter json) {
      JsonWriter _ = Results.start(json);
      Results.end(json, requestId);
    }
  }
}
