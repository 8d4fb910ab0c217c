package io.whaleshark.bench.whale;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.Letters;
import io.whaleshark.bench.load.LoadConnection;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import io.whaleshark.protocol.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A backend that sends in the name of one user, over HTTP. It only sends. Confined to its loop's
/// thread.
public final class BackendVoice implements Voice {
  private static final int OK = 200;
  private static final int ID_DIGITS = 12;
  private static final String ID_PREFIX = "m";
  private static final String NUMBER = "9".repeat(ID_DIGITS);

  private final int appId;
  private final String user;
  private final String host;
  private final byte[] ready;
  private final FieldFinder ids = FieldFinder.ofText("messageId", ID_PREFIX);
  private final FieldFinder sequences = new FieldFinder("messageSequence");
  private boolean hasBegun;

  BackendVoice(int appId, String user, Address http) {
    this.appId = appId;
    this.user = user;
    this.host = " HTTP/1.1\r\nHost: " + http + "\r\n";
    this.ready = ("GET /ready" + host + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /// Nobody logs in: the first answer shows that the server is there.
  @Override
  public void begin(LoadConnection connection) throws IOException {
    hasBegun = false;
    connection.write(ready);
  }

  @Override
  public int frameLength(byte[] bytes, int from, int to) throws IOException {
    return HttpText.length(bytes, from, to);
  }

  @Override
  public void hear(LoadConnection connection, byte[] bytes, int from, int to, Ear ear) {
    int body = HttpText.body(bytes, from, to);
    if (HttpText.status(bytes, from, to) != OK) {
      ear.refused(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    } else if (!hasBegun) {
      hasBegun = true;
      ear.ready(0);
    } else {
      long number = ids.number(bytes, body, to);
      if (number >= 0) { // else it answers what kept the connection open
        ear.acked(number, sequences.number(bytes, body, to));
      }
    }
  }

  @Override
  public byte[] keepAlive() {
    return ready;
  }

  @Override
  public Saying sends(Whom to, int bodyBytes) {
    byte[] body =
        new JsonWriter(bodyBytes + 200)
            .startObject()
            .name("messageId")
            .text(ID_PREFIX + NUMBER)
            .name("fromId")
            .text(user)
            .name(to.isGroup() ? "groupId" : "toId")
            .text(to.name())
            .name("messageBody")
            .text(Letters.of(user, bodyBytes))
            .endObject()
            .toBytes();
    byte[] head =
        ("POST /v1/apps/"
                + appId
                + "/messages"
                + host
                + "Content-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
    return NumberedText.of(request, NUMBER, ID_DIGITS);
  }

  @Override
  public Saying reads(Whom in) {
    throw onlySends();
  }

  @Override
  public Saying pullsInbox(int pageSize) {
    throw onlySends();
  }

  @Override
  public Saying pullsHistory(Whom in, int pageSize) {
    throw onlySends();
  }

  private static BenchException onlySends() {
    return new BenchException("a backend only sends here", null);
  }
}
