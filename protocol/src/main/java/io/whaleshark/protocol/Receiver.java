package io.whaleshark.protocol;

import java.util.Arrays;

/// The device that a WebSocket envelope names as its receiver:
/// `{"appId","clientType","command","data","imei","toId"}`.
///
/// The parts before and after the data are encoded once, here, and copied into every frame of the
/// connection. Immutable, thread-safe.
public final class Receiver {
  private final byte[] head;
  private final byte[] tail;

  /// A device of a user; before a login the user is the empty text.
  public Receiver(int appId, String userId, ClientType clientType, String imei) {
    var json = new JsonWriter(64);
    json.startObject()
        .put(Field.APP_ID, appId)
        .put(Field.CLIENT_TYPE, clientType.number())
        .name(Field.COMMAND);
    head = json.toBytes();
    // Encoded as if it followed a value, so that the writer puts the comma in front.
    json.clear().number(0).put(Field.IMEI, imei).put(Field.TO_ID, userId).endObject();
    byte[] withValue = json.toBytes();
    tail = Arrays.copyOfRange(withValue, 1, withValue.length);
  }

  /// From the opening brace to the colon after `"command"`; callers must not modify it.
  byte[] head() {
    return head;
  }

  /// From the comma after the data to the closing brace; callers must not modify it.
  byte[] tail() {
    return tail;
  }
}
