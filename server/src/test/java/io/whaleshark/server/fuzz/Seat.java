package io.whaleshark.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent.InboxEntry;
import io.whaleshark.protocol.PageEvent.InboxPage;
import io.whaleshark.protocol.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A device of a user in [ChatFuzz], connected whenever it has something to say. Confined to one
/// thread.
final class Seat implements AutoCloseable {

  private static final int INTERNAL = 50000;
  private static final int LOGIN = 9000;
  private static final int INBOX_PULL = 1200;
  private static final int CONVERSATION_SET = 5102;
  private static final String LAST = "the last one";

  private final int app;
  private final String user;
  private final String device;
  private final Peer.Transport transport;
  private final Map<String, Long> keys = new HashMap<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private @Nullable Peer peer;

  Seat(int app, String user, String device, Peer.Transport transport) {
    this.app = app;
    this.user = user;
    this.device = device;
    this.transport = transport;
  }

  int app() {
    return app;
  }

  String user() {
    return user;
  }

  /// Sends a request, after a login where there is no connection.
  void send(int command, byte[] body) throws IOException {
    connected().send(command, app, device, body);
  }

  private Peer connected() throws IOException {
    Peer open = peer;
    if (open == null) {
      open = Peer.open(transport);
      peer = open;
      open.send(LOGIN, app, device, utf8("{\"userId\":\"" + user + "\"}"));
    }
    return open;
  }

  /// Reads what was answered, up to the answer to a last request, and hangs up.
  void hangUp() throws IOException {
    Peer open = peer;
    if (open == null) {
      return;
    }
    peer = null;
    try (open) {
      String last = "{\"toId\":\"bob\",\"isTop\":1,\"requestId\":\"" + LAST + "\"}";
      open.send(CONVERSATION_SET, app, device, utf8(last));
      Event event = open.next();
      while (event != null && !LAST.equals(event.requestId())) {
        look(event);
        event = open.next();
      }
    }
  }

  private void look(Event event) {
    if (event instanceof Refused refused) {
      assertThat(refused.code()).as(refused.msg()).isNotEqualTo(INTERNAL);
    }
    if (event instanceof SendAck ack) {
      // One id is one message, whatever conversation a repeat names (P3).
      assertThat(keys.merge(ack.messageId(), ack.messageKey(), (first, again) -> first))
          .as("P3 the key of a repeat")
          .isEqualTo(ack.messageKey());
      assertThat(sequences.merge(ack.messageId(), ack.messageSequence(), (first, again) -> first))
          .as("P3 the sequence of a repeat")
          .isEqualTo(ack.messageSequence());
    }
  }

  /// P1 and P4: every message that was acknowledged to this device is in its user's inbox.
  void checkAcknowledged() throws IOException {
    hangUp();
    if (keys.isEmpty()) {
      return;
    }
    try (Peer reader = Peer.open(Peer.Transport.TCP)) {
      reader.send(LOGIN, app, "reader", utf8("{\"userId\":\"" + user + "\"}"));
      Set<Long> stored = new HashSet<>();
      long newest = 0;
      boolean completed = false;
      while (!completed) {
        String pull = "{\"lastSequence\":" + newest + ",\"maxLimit\":500}";
        reader.send(INBOX_PULL, app, "reader", utf8(pull));
        InboxPage page = nextPage(reader);
        for (InboxEntry entry : page.dataList()) {
          assertThat(entry.inboxSequence()).as("P4 ascending").isGreaterThan(newest);
          newest = entry.inboxSequence();
          stored.add(entry.message().messageKey());
        }
        completed = page.completed();
      }
      assertThat(stored).as("P1 the inbox of %s", user).containsAll(keys.values());
    }
  }

  private static InboxPage nextPage(Peer reader) throws IOException {
    while (true) {
      Event event = reader.next();
      switch (event) {
        case null -> throw new AssertionError("closed before it answered");
        case Refused refused -> throw new AssertionError("a pull was refused: " + refused);
        case InboxPage page -> {
          return page;
        }
        default -> {
          // the login's answer, pushes
        }
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    if (peer != null) {
      peer.close();
    }
  }
}
