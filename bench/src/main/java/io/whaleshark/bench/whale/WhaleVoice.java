package io.whaleshark.bench.whale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.Letters;
import io.whaleshark.bench.load.LoadConnection;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import io.whaleshark.protocol.CanonicalJson;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.CommandNumber;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A device that uses the Whale Shark protocol over TCP. Confined to its loop's thread.
public final class WhaleVoice implements Voice {
  private static final int HEADER_BYTES = 8;
  private static final int FRAME_BYTES_AT_MOST = 16 << 20;
  private static final int RESULT_OK = 200;
  private static final int SHOWN_BYTES_AT_MOST = 300;
  private static final int ID_DIGITS = 12;
  private static final String ID_PREFIX = "m";
  private static final String ID = ID_PREFIX + "9".repeat(ID_DIGITS);
  private static final long ANY = 999_999_999_999L;
  private static final byte[] COMPLETED = "\"completed\":true".getBytes(StandardCharsets.US_ASCII);

  private final int appId;
  private final String user;
  private final String device;
  private final byte[] keepAlive;
  private final FieldFinder codes = new FieldFinder("code");
  private final FieldFinder ackIds = FieldFinder.ofText("messageId", ID_PREFIX);
  private final FieldFinder ackSequences = new FieldFinder("messageSequence");
  private final FieldFinder pushIds = FieldFinder.ofText("messageId", ID_PREFIX);
  private final FieldFinder pushSequences = new FieldFinder("messageSequence");
  private final FieldFinder readSequences = new FieldFinder("messageSequence");
  private final FieldFinder cursors = new FieldFinder("maxSequence");
  private final FieldFinder listCursors = new FieldFinder("maxSequence");

  WhaleVoice(int appId, String user, String device) {
    this.appId = appId;
    this.user = user;
    this.device = device;
    this.keepAlive = frame(new Request.Ping(false, null));
  }

  /// The device's user.
  public String user() {
    return user;
  }

  /// The bytes of any request of the device.
  public byte[] frame(Request request) {
    ByteBuf out = Unpooled.buffer();
    RequestFrame.of(request, appId, ClientType.WEB_API, device).write(out);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  @Override
  public void begin(LoadConnection connection) throws IOException {
    connection.write(frame(new Request.LogIn(user, null, null)));
  }

  @Override
  public int frameLength(byte[] bytes, int from, int to) throws IOException {
    if (to - from < HEADER_BYTES) {
      return 0;
    }
    int length = ByteBuffer.wrap(bytes).getInt(from + Integer.BYTES);
    if (length < 1 || length > FRAME_BYTES_AT_MOST) {
      throw new IOException(
          "no frame of Whale Shark came (expected: the server's TCP port, and frames of 1.."
              + FRAME_BYTES_AT_MOST
              + " bytes; this one says "
              + length
              + ")");
    }
    return to - from - HEADER_BYTES < length ? 0 : HEADER_BYTES + length;
  }

  @Override
  public void hear(LoadConnection connection, byte[] bytes, int from, int to, Ear ear) {
    int number = ByteBuffer.wrap(bytes).getInt(from);
    int body = from + HEADER_BYTES;
    CommandNumber command = CommandNumber.of(number);
    switch (command) {
      case LOGIN_ACK -> loggedIn(bytes, body, to, ear);
      case MSG_ACK, GROUP_MSG_ACK -> acked(bytes, body, to, ear);
      case MSG_P2P, MSG_GROUP ->
          ear.message(pushIds.number(bytes, body, to), pushSequences.number(bytes, body, to));
      case MSG_READ_RECEIPT -> ear.read(readSequences.number(bytes, body, to));
      case INBOX_PAGE, HISTORY_PAGE -> page(bytes, body, to, ear);
      case CONVERSATION_PAGE -> {
        ear.other(number, bytes, body, to);
        long cursor = listCursors.number(bytes, body, to);
        ear.page(cursor, FieldFinder.contains(bytes, body, to, COMPLETED));
      }
      case REFUSED, KICKED -> ear.refused(shown(bytes, body, to));
      case MSG_RECEIVE_ACK, GROUP_MEMBERS_ADDED -> {
        // The benchmarks do not wait for these.
      }
      case null, default -> ear.other(number, bytes, body, to);
    }
  }

  private void loggedIn(byte[] bytes, int from, int to, Ear ear) {
    if (codes.number(bytes, from, to) == RESULT_OK) {
      ear.ready(cursors.number(bytes, from, to));
    } else {
      ear.refused(shown(bytes, from, to));
    }
  }

  private void acked(byte[] bytes, int from, int to, Ear ear) {
    long number = ackIds.number(bytes, from, to);
    if (codes.number(bytes, from, to) == RESULT_OK) {
      ear.acked(number, ackSequences.number(bytes, from, to));
    } else {
      ear.sendRefused(number, shown(bytes, from, to));
    }
  }

  private void page(byte[] bytes, int from, int to, Ear ear) {
    int at = from;
    long sequence = 0;
    for (int id = pushIds.find(bytes, at, to); id >= 0; id = pushIds.find(bytes, at, to)) {
      at = pushSequences.find(bytes, id, to);
      sequence = FieldFinder.digits(bytes, at, to);
      ear.message(FieldFinder.digits(bytes, id, to), sequence);
    }
    long cursor = cursors.number(bytes, at, to);
    ear.page(cursor < 0 ? sequence : cursor, FieldFinder.contains(bytes, at, to, COMPLETED));
  }

  private static String shown(byte[] bytes, int from, int to) {
    int length = Math.min(to - from, SHOWN_BYTES_AT_MOST);
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  @Override
  public byte[] keepAlive() {
    return keepAlive;
  }

  @Override
  public Saying sends(Whom to, int bodyBytes) {
    var body = CanonicalJson.ofText(Letters.of(user, bodyBytes));
    byte[] frame = frame(new Request.Send(peer(to), user, ID, body, null, null));
    return NumberedFrame.of(frame, ID.substring(ID_PREFIX.length()), ID_DIGITS);
  }

  @Override
  public Saying reads(Whom in) {
    return numbered(new Request.Read(peer(in), user, ANY, null));
  }

  @Override
  public Saying pullsInbox(int pageSize) {
    return numbered(new Request.InboxPull(ANY, pageSize, null, null));
  }

  @Override
  public Saying pullsHistory(Whom in, int pageSize) {
    return numbered(new Request.HistoryPull(peer(in), null, ANY, pageSize, null, null));
  }

  /// Pulls of the user's conversation list: the number is the cursor, 0 at first. [Ear#other]
  /// receives the raw page, then [Ear#page] follows.
  public Saying pullsConversations(int pageSize) {
    return numbered(new Request.ConversationPull(ANY, pageSize, null, null));
  }

  private NumberedFrame numbered(Request request) {
    return NumberedFrame.of(frame(request), String.valueOf(ANY), 1);
  }

  private static Peer peer(Whom whom) {
    return whom.isGroup() ? Peer.group(whom.name()) : Peer.direct(whom.name());
  }
}
