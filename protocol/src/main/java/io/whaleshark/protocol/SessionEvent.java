package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Events of the session and its connection.
public sealed interface SessionEvent extends Event {

  /// The user is logged in.
  ///
  /// @param serverTime milliseconds since 1970
  /// @param maxSequence the newest sequence of the user's inbox, 0 if it is empty
  record LoginAck(String userId, long serverTime, long maxSequence, @Nullable String requestId)
      implements SessionEvent {
    public LoginAck {
      Bounds.number(Field.SERVER_TIME, serverTime);
      Bounds.number(Field.MAX_SEQUENCE, maxSequence);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.LOGIN_ACK;
    }

    @Override
    public void write(JsonWriter json) {
      Results.start(json).put(Field.USER_ID, userId);
      json.put(Field.SERVER_TIME, serverTime).put(Field.MAX_SEQUENCE, maxSequence);
      Results.end(json, requestId);
    }
  }

  /// Another device replaced this one, or an operator ended the session; the server closes the
  /// connection next.
  ///
  /// @param clientType of the new device
  /// @param imei of the new device
  record Kicked(String reason, ClientType clientType, String imei) implements SessionEvent {
    @Override
    public CommandNumber command() {
      return CommandNumber.KICKED;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.REASON, reason);
      json.put(Field.CLIENT_TYPE, clientType.number()).put(Field.IMEI, imei).endObject();
    }
  }

  /// Answers a ping that asked for a reply.
  record Pong(@Nullable String requestId) implements SessionEvent {
    @Override
    public CommandNumber command() {
      return CommandNumber.PING;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.USER_ID, "system").name(Field.DATA).text("pong");
      json.putIfPresent(Field.REQUEST_ID, requestId).endObject();
    }
  }
}
