package io.whaleshark.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A frame from a client, on TCP or in a WebSocket message. Immutable.
///
/// ```
///  0 command      4 version       8 clientType   12 messageType   16 appId
/// 20 imeiLength  24 bodyLength   28 imei         28 + imeiLength  body
/// ```
///
/// The numbers are those of the header, unchecked until [#request()]; imei and body are without
/// padding.
///
/// @param imei the device id
/// @param body the JSON object, unread
public record RequestFrame(
    int command, int version, int clientType, int messageType, int appId, String imei, Bytes body) {
  /// Bytes before the imei.
  public static final int HEADER_BYTES = 28;

  /// The only version of the contract.
  public static final int VERSION = 1;

  /// The only message type of the contract.
  public static final int JSON = 0;

  private static final int IMEI_LENGTH_OFFSET = 20;
  private static final int BODY_LENGTH_OFFSET = 24;
  private static final byte[] NOTHING = {'{', '}'};

  /// The frame that carries a request.
  public static RequestFrame of(Request request, int appId, ClientType clientType, String imei) {
    var json = new JsonWriter(128);
    request.write(json);
    return new RequestFrame(
        request.command().number(),
        VERSION,
        clientType.number(),
        JSON,
        appId,
        imei,
        Bytes.of(json.toBytes()));
  }

  /// Reads one frame from the buffer.
  ///
  /// Allocates nothing before the frame is complete and its lengths are within the limits (W1).
  ///
  /// @return null if the frame isn't complete yet; the buffer's reader index is then unchanged
  /// @throws ProtocolException MALFORMED for a negative length or an imei that isn't text,
  ///   TOO_LARGE for a length above its limit; the start of the next frame is then unknown, so the
  ///   caller must close the connection
  public static @Nullable RequestFrame tryRead(ByteBuf in, FrameLimits limits) {
    if (in.readableBytes() < HEADER_BYTES) {
      return null;
    }
    int command = in.getInt(in.readerIndex());
    int imeiLength = in.getInt(in.readerIndex() + IMEI_LENGTH_OFFSET);
    int bodyLength = in.getInt(in.readerIndex() + BODY_LENGTH_OFFSET);
    try {
      checkLength("imeiLength", imeiLength, limits.maxImeiBytes());
      checkLength("bodyLength", bodyLength, limits.maxBodyBytes());
      return in.readableBytes() < HEADER_BYTES + (long) imeiLength + bodyLength
          ? null
          : read(in, imeiLength, bodyLength);
    } catch (ProtocolException e) {
      throw e.of(command, null, null);
    }
  }

  private static void checkLength(String name, int length, int atMost) {
    if (length < 0 || length > atMost) {
      var code = length < 0 ? RefusalCode.MALFORMED : RefusalCode.TOO_LARGE;
      throw new ProtocolException(code, name + ": " + length + " (expected: 0.." + atMost + ")");
    }
  }

  private static RequestFrame read(ByteBuf in, int imeiLength, int bodyLength) {
    int command = in.readInt();
    int version = in.readInt();
    int clientType = in.readInt();
    int messageType = in.readInt();
    int appId = in.readInt();
    in.skipBytes(HEADER_BYTES - IMEI_LENGTH_OFFSET);
    byte[] imei = unpadded(in, imeiLength);
    byte[] body = unpadded(in, bodyLength);
    return new RequestFrame(
        command, version, clientType, messageType, appId, imei(imei), Bytes.of(body));
  }

  /// Published clients pad with zeros; JSON and device ids never end with zeros.
  private static byte[] unpadded(ByteBuf in, int length) {
    int end = in.readerIndex() + length;
    int last = end;
    while (last > in.readerIndex() && in.getByte(last - 1) == 0) {
      last--;
    }
    byte[] bytes = new byte[last - in.readerIndex()];
    in.readBytes(bytes);
    in.readerIndex(end);
    return bytes;
  }

  private static String imei(byte[] utf8) {
    if (!Utf8.isWellFormed(utf8)) {
      throw ProtocolException.malformed("imei: not UTF-8 (expected: text)");
    }
    var imei = new String(utf8, StandardCharsets.UTF_8);
    checkImei(imei);
    return imei;
  }

  private static void checkImei(String imei) {
    if (!imei.isEmpty()) {
      Bounds.text(Field.IMEI, imei, Integer.MAX_VALUE);
    }
  }

  /// Reads the envelope of a WebSocket text message,
  /// `{"command","appId","clientType","imei","data":{…}}`.
  ///
  /// Only the command is required: absent numbers are 0, an absent imei is empty, absent data is
  /// `{}`.
  ///
  /// @throws ProtocolException MALFORMED if it isn't such an object, TOO_LARGE for an imei or data
  ///   above its limit; the connection can continue
  public static RequestFrame fromText(byte[] envelope, FrameLimits limits) {
    var fields = new BodyFields();
    try {
      fields.readEnvelope(envelope);
      if (!fields.has(Field.COMMAND)) {
        throw BodyFields.missing(Field.COMMAND);
      }
      var imei = fields.textIfPresent(Field.IMEI);
      var data = fields.jsonIfPresent(Field.DATA);
      var frame =
          new RequestFrame(
              fields.int32(Field.COMMAND),
              VERSION,
              fields.int32(Field.CLIENT_TYPE),
              JSON,
              fields.int32(Field.APP_ID),
              imei == null ? "" : imei,
              data == null ? Bytes.of(NOTHING) : data);
      checkImei(frame.imei);
      checkLength(
          "imei", frame.imei.getBytes(StandardCharsets.UTF_8).length, limits.maxImeiBytes());
      checkLength("data", frame.body.size(), limits.maxBodyBytes());
      return frame;
    } catch (ProtocolException e) {
      throw e.of(fields.recoveredCommand(), null, null);
    }
  }

  /// Decodes the request.
  ///
  /// @throws ProtocolException UNSUPPORTED for another version or message type, else as
  ///   [Request#decode(int, byte[])]
  public Request request() {
    if (version != VERSION) {
      throw unsupported("version", version, VERSION);
    }
    if (messageType != JSON) {
      throw unsupported("messageType", messageType, JSON);
    }
    if (ClientType.of(clientType) == null) {
      throw malformed(Field.CLIENT_TYPE, clientType);
    }
    if (appId < 0) {
      throw malformed(Field.APP_ID, appId);
    }
    return Request.decode(command, body.array());
  }

  private ProtocolException unsupported(String name, int actual, int expected) {
    var detail = name + ": " + actual + " (expected: " + expected + ")";
    return RequestDecoder.naming(
        new ProtocolException(RefusalCode.UNSUPPORTED, detail), command, body.array());
  }

  private ProtocolException malformed(Field field, int actual) {
    var refusal = Bounds.refusal(field, Integer.toString(actual), field.expected());
    return RequestDecoder.naming(refusal, command, body.array());
  }

  /// Appends the frame, as TCP and WebSocket BINARY carry it, without padding.
  public void write(ByteBuf out) {
    byte[] imeiBytes = imei.getBytes(StandardCharsets.UTF_8);
    out.ensureWritable(HEADER_BYTES + imeiBytes.length + body.size());
    out.writeInt(command)
        .writeInt(version)
        .writeInt(clientType)
        .writeInt(messageType)
        .writeInt(appId);
    out.writeInt(imeiBytes.length)
        .writeInt(body.size())
        .writeBytes(imeiBytes)
        .writeBytes(body.array());
  }

  /// Writes the frame as the envelope of a WebSocket text message, without version and message
  /// type.
  ///
  /// The body must be JSON, or nothing.
  public void toText(JsonWriter json) {
    json.startObject()
        .put(Field.COMMAND, command)
        .put(Field.APP_ID, appId)
        .put(Field.CLIENT_TYPE, clientType);
    json.put(Field.IMEI, imei)
        .name(Field.DATA)
        .raw(body.size() == 0 ? NOTHING : body.array())
        .endObject();
  }
}
