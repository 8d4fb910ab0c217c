package io.whaleshark.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// An event, encoded once, that any transport can send. Immutable.
///
/// ```
/// TCP               command   length   data
/// WebSocket BINARY  command   length   {"appId","clientType","command","data":…,"imei","toId"}
/// WebSocket TEXT                       {"appId","clientType","command","data":…,"imei","toId"}
/// ```
///
/// @param data the event's JSON object, never empty
public record EventFrame(int command, Bytes data) {
  /// Bytes before the body.
  public static final int HEADER_BYTES = 8;

  private static final byte[] DATA = ",\"data\":".getBytes(StandardCharsets.US_ASCII);

  public EventFrame {
    if (data.size() == 0) {
      throw Bounds.refusal(Field.DATA, "0 bytes", "a JSON object");
    }
  }

  /// Encodes the event.
  ///
  /// @param scratch is cleared and used; the caller may reuse it afterwards
  public static EventFrame of(Event event, JsonWriter scratch) {
    event.write(scratch.clear());
    return new EventFrame(event.command().number(), Bytes.of(scratch.toBytes()));
  }

  /// Encodes a push whose shared members are already encoded.
  ///
  /// @param shared the output of [ChatMessage#writeShared(JsonWriter)] for the push's message
  /// @param scratch is cleared and used; the caller may reuse it afterwards
  public static EventFrame of(MessageEvent.MessagePush push, byte[] shared, JsonWriter scratch) {
    push.write(scratch.clear(), shared);
    return new EventFrame(push.command().number(), Bytes.of(scratch.toBytes()));
  }

  /// Reads the event. For clients.
  ///
  /// @throws ProtocolException as [Event#decode(int, byte[])]
  public Event event() {
    return Event.decode(command, data.array());
  }

  /// How many bytes [#writeTcp(ByteBuf)] appends.
  public int tcpBytes() {
    return HEADER_BYTES + data.size();
  }

  /// Appends the frame for TCP.
  public void writeTcp(ByteBuf out) {
    out.ensureWritable(tcpBytes());
    out.writeInt(command).writeInt(data.size()).writeBytes(data.array());
  }

  /// How many bytes [#writeText(ByteBuf, Receiver)] appends; [#writeBinary(ByteBuf, Receiver)]
  /// appends 8 more.
  public int textBytes(Receiver receiver) {
    return receiver.head().length
        + commandText().length
        + DATA.length
        + data.size()
        + receiver.tail().length;
  }

  /// Appends the frame for a WebSocket BINARY message: header and envelope.
  public void writeBinary(ByteBuf out, Receiver receiver) {
    int bytes = textBytes(receiver);
    out.ensureWritable(HEADER_BYTES + bytes);
    out.writeInt(command).writeInt(bytes);
    writeText(out, receiver);
  }

  /// Appends the envelope for a WebSocket TEXT message.
  public void writeText(ByteBuf out, Receiver receiver) {
    out.writeBytes(receiver.head()).writeBytes(commandText()).writeBytes(DATA);
    out.writeBytes(data.array()).writeBytes(receiver.tail());
  }

  private byte[] commandText() {
    return Integer.toString(command).getBytes(StandardCharsets.US_ASCII);
  }

  /// Reads one TCP frame from the buffer. For clients.
  ///
  /// @param maxBodyBytes the maximum body size in bytes
  /// @return null if the frame isn't complete yet; the buffer's reader index is then unchanged
  /// @throws ProtocolException MALFORMED for a length below 1, TOO_LARGE above the limit; in both
  ///   cases before anything is allocated
  public static @Nullable EventFrame tryReadTcp(ByteBuf in, int maxBodyBytes) {
    byte[] body = tryReadBody(in, maxBodyBytes);
    return body == null
        ? null
        : new EventFrame(in.getInt(in.readerIndex() - body.length - HEADER_BYTES), Bytes.of(body));
  }

  /// Reads one WebSocket BINARY frame from the buffer. For clients.
  ///
  /// @param maxBodyBytes the maximum envelope size in bytes
  /// @return null if the frame isn't complete; the buffer's reader index is then unchanged
  /// @throws ProtocolException as [#tryReadTcp(ByteBuf, int)] and [#fromText(byte[])]
  public static @Nullable EventFrame tryReadBinary(ByteBuf in, int maxBodyBytes) {
    byte[] envelope = tryReadBody(in, maxBodyBytes);
    return envelope == null ? null : fromText(envelope);
  }

  private static byte @Nullable [] tryReadBody(ByteBuf in, int maxBodyBytes) {
    if (in.readableBytes() < HEADER_BYTES) {
      return null;
    }
    int length = in.getInt(in.readerIndex() + Integer.BYTES);
    if (length < 1 || length > maxBodyBytes) {
      var code = length < 1 ? RefusalCode.MALFORMED : RefusalCode.TOO_LARGE;
      throw new ProtocolException(
          code, "bodyLength: " + length + " (expected: 1.." + maxBodyBytes + ")");
    }
    if (in.readableBytes() - HEADER_BYTES < length) {
      return null;
    }
    in.skipBytes(HEADER_BYTES);
    byte[] body = new byte[length];
    in.readBytes(body);
    return body;
  }

  /// Reads the envelope of a WebSocket message. For clients.
  ///
  /// @throws ProtocolException MALFORMED if it isn't an object with `command` and `data`
  public static EventFrame fromText(byte[] envelope) {
    var fields = new BodyFields();
    fields.readEnvelope(envelope);
    return new EventFrame(fields.int32(Field.COMMAND), fields.json(Field.DATA));
  }
}
