package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// The envelope of an answer that can succeed or fail:
/// `{"code":200,"msg":"success","data":…,"ok":true}`.
public final class Results {
  private static final String SUCCESS = "success";

  private Results() {}

  /// Writes a successful result around an event's data, as HTTP answers do.
  public static void writeSuccess(JsonWriter json, Event data) {
    json.startObject()
        .put(Field.CODE, RefusalCode.SUCCESS)
        .put(Field.MSG, SUCCESS)
        .name(Field.DATA);
    data.write(json);
    json.put(Field.OK, true).endObject();
  }

  /// Starts a successful result and its data.
  static JsonWriter start(JsonWriter json) {
    json.startObject().put(Field.CODE, RefusalCode.SUCCESS).put(Field.MSG, SUCCESS);
    return json.name(Field.DATA).startObject();
  }

  /// Ends the data and the result.
  static void end(JsonWriter json, @Nullable String requestId) {
    json.endObject().put(Field.OK, true).putIfPresent(Field.REQUEST_ID, requestId).endObject();
  }
}
