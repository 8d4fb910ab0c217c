package io.whaleshark.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.ClientListener;
import io.whaleshark.client.sdk.Closed;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: handlers hear what the server tells, once if they succeed and again if they do not, and
/// never what it has not signed. Method: a real server, and requests that the specification's own
/// library has signed.
class WebhookEndpointTest {

  private static final long NOW = 1_795_450_000;

  @TempDir Path folder;

  /// Fails as often as it is told to.
  private static final class Kept implements AppEventHandler {
    private final List<AppEvent> events = Collections.synchronizedList(new ArrayList<>());
    private int failures;

    @Override
    public void onEvent(AppEvent event) throws Exception {
      events.add(event);
      if (events.size() <= failures) {
        throw new IOException("the database is away");
      }
    }

    private <T extends AppEvent> List<T> of(Class<T> kind) {
      synchronized (events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
      }
    }
  }

  private static final class Silent implements ClientListener {
    @Override
    public void onEvent(Client from, Event event) {}

    @Override
    public void onClosed(Client from, Closed why) {}
  }

  private final Kept kept = new Kept();

  private WebhookEndpoint endpoint(HandledEvents handled) {
    WebhookVerifier verifier =
        WebhookVerifier.of(HereServer.SECRET)
            .withClock(Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));
    return new WebhookEndpoint(verifier, handled, List.of(kept));
  }

  private static int post(WebhookEndpoint endpoint, String id, String body) throws Exception {
    return post(endpoint, id, body, new Webhook(HereServer.SECRET).sign(id, NOW, body));
  }

  private static int post(WebhookEndpoint endpoint, String id, String body, String signature)
      throws Exception {
    Map<String, String> headers =
        Map.of(
            "webhook-id", id,
            "webhook-timestamp", Long.toString(NOW),
            "webhook-signature", signature);
    return endpoint.receive(headers::get, body.getBytes(UTF_8));
  }

  private static String event(String type, String data) {
    return "{\"type\":\"%s\",\"timestamp\":\"2026-11-30T08:00:00.123456Z\",\"data\":{%s}}"
        .formatted(type, data);
  }

  @Test
  void everythingOfARealServerIsTold() throws Exception {
    WebhookEndpoint endpoint =
        new WebhookEndpoint(
            WebhookVerifier.of(HereServer.SECRET), HandledEvents.recent(100), List.of(kept));
    kept.failures = 1;
    HttpServer http = serve(endpoint);
    try (HereServer server = new HereServer(folder, url(http))) {
      BackendClient backend = server.backend();
      backend.groups().put("g", "Team", "alice", List.of("bob"));
      String token =
          TokenMinter.of(HereServer.APP, HereServer.TOKEN_KEY).mint("bob", Duration.ofHours(1));
      ClientConfig config =
          ClientConfig.local("bob").at("127.0.0.1", server.tcpPort()).withToken(token);
      try (Client bob = Client.connect(config, new Silent())) {
        assertThat(backend.users().get("bob").devices()).hasSize(1);
        SentMessage sent = backend.send(OutgoingMessage.of("alice", Recipient.user("bob"), "hi"));
        bob.read(Peer.direct("alice"), sent.messageSequence());
        bob.sendText(Peer.direct("carol"), "are you there?");
        await().until(() -> !kept.of(AppEvent.ConversationRead.class).isEmpty());
        backend.edit("alice", Recipient.user("bob"), sent.messageKey(), "hi!");
        backend.pin("alice", Recipient.user("bob"), sent.messageKey());
        await().until(() -> !kept.of(AppEvent.MessagePinned.class).isEmpty());
        backend.reactions().set("bob", Recipient.user("alice"), sent.messageKey(), "👍");
        await().until(() -> !kept.of(AppEvent.MessageReaction.class).isEmpty());
        await().until(() -> !kept.of(AppEvent.MessageEdited.class).isEmpty());
        backend.recall("alice", Recipient.user("bob"), sent.messageKey());
        backend.users().signOut("bob");
      }
      await().until(() -> kept.of(AppEvent.PresenceChanged.class).size() == 2);
      await().until(() -> !kept.of(AppEvent.MessageRecalled.class).isEmpty());
      await().until(() -> !kept.of(AppEvent.MessageOffline.class).isEmpty());
    } finally {
      http.stop(0);
    }
    whatWasToldIsTrue();
  }

  private void whatWasToldIsTrue() {
    assertThat(kept.of(AppEvent.GroupChanged.class))
        .hasSize(2) // the first attempt failed
        .allMatch(changed -> changed.id().equals(kept.events.get(0).id()))
        .allMatch(changed -> changed.members().equals(List.of("alice", "bob")));
    assertThat(kept.of(AppEvent.MessageSent.class))
        .extracting(sent -> sent.message().text())
        .containsExactlyInAnyOrder("hi", "are you there?");
    assertThat(kept.of(AppEvent.MessagePinned.class))
        .singleElement()
        .matches(pinned -> pinned.users().equals(List.of("alice", "bob")))
        .matches(pinned -> pinned.fromId() == null && pinned.groupId() == null)
        .matches(pinned -> pinned.pin().isPinned());
    assertThat(kept.of(AppEvent.MessageReaction.class))
        .singleElement()
        .matches(told -> told.users().equals(List.of("alice", "bob")) && told.groupId() == null)
        .matches(told -> told.fromId().equals("bob"))
        .matches(told -> told.reaction().isSet() && told.reaction().count() == 1);
    assertThat(kept.of(AppEvent.MessageEdited.class))
        .singleElement()
        .matches(edited -> edited.message().text().equals("hi!"))
        .matches(edited -> edited.message().editedTime() != null);
    assertThat(kept.of(AppEvent.MessageOffline.class))
        .singleElement()
        .matches(offline -> offline.receiverId().equals("carol") && offline.unreadCount() == 1);
    assertThat(kept.of(AppEvent.ConversationRead.class))
        .first()
        .matches(read -> read.readerId().equals("bob") && read.with().id().equals("alice"));
    assertThat(kept.of(AppEvent.PresenceChanged.class))
        .extracting(AppEvent.PresenceChanged::online)
        .containsExactly(true, false);
    assertThat(kept.of(AppEvent.Other.class)).isEmpty();
  }

  private static HttpServer serve(WebhookEndpoint endpoint) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          int status = 500;
          try {
            status = endpoint.receive(exchange.getRequestHeaders()::getFirst, body);
          } catch (Exception e) {
            assertThat(e).hasMessage("the database is away");
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    http.start();
    return http;
  }

  private static String url(HttpServer http) {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/";
  }

  @Test
  void whatIsDoneIsNotToldAgain() throws Exception {
    WebhookEndpoint endpoint = endpoint(HandledEvents.recent(2));
    String body = event("webhook.test", "\"webhook\":\"backend\"");
    for (String id : List.of("1", "1", "2", "3", "3", "1")) {
      assertThat(post(endpoint, id, body)).isEqualTo(204);
    }
    assertThat(kept.events).extracting(AppEvent::id).containsExactly("1", "2", "3", "1");
    WebhookEndpoint forgetful = endpoint(HandledEvents.none());
    post(forgetful, "1", body);
    post(forgetful, "1", body);
    assertThat(kept.events).hasSize(6);
  }

  @Test
  void whatFailsIsToldAgain() throws Exception {
    WebhookEndpoint endpoint = endpoint(HandledEvents.recent(2));
    kept.failures = 1;
    String body = event("webhook.test", "\"webhook\":\"backend\"");
    assertThatThrownBy(() -> post(endpoint, "1", body)).hasMessage("the database is away");
    assertThat(post(endpoint, "1", body)).isEqualTo(204);
    assertThat(kept.events).hasSize(2);
  }

  @Test
  void typeThatIsNewDoesNotFail() throws Exception {
    assertThat(post(endpoint(HandledEvents.none()), "1", event("poll.closed", "\"poll\":7")))
        .isEqualTo(204);
    assertThat(kept.events)
        .singleElement()
        .satisfies(event -> {
          assertThat(event).isInstanceOf(AppEvent.Other.class);
          assertThat(event.head().type()).isEqualTo("poll.closed");
          assertThat(event.head().data()).containsEntry("poll", 7);
        });
  }

  @Test
  void gapIsNamed() throws Exception {
    String data = "\"after\":\"2026-11-20T08:00:00Z\",\"upTo\":\"2026-11-21T08:00:00Z\"";
    post(endpoint(HandledEvents.none()), "1", event("events.lost", data));
    assertThat(kept.of(AppEvent.EventsLost.class))
        .singleElement()
        .matches(lost -> lost.upTo().equals(Instant.parse("2026-11-21T08:00:00Z")));
  }

  @Test
  void whatIsNotSignedOrNoEventReachesNobody() throws Exception {
    WebhookEndpoint endpoint = endpoint(HandledEvents.none());
    String body = event("webhook.test", "\"webhook\":\"backend\"");
    assertThat(post(endpoint, "1", body, "v1,AAAA")).isEqualTo(401);
    assertThat(post(endpoint, "1", "}{", "v1,AAAA")).isEqualTo(401);
    assertThat(post(endpoint, "1", "}{")).isEqualTo(400);
    assertThat(post(endpoint, "1", event("message.sent", ""))).isEqualTo(400);
    assertThat(post(endpoint, "1", "{\"type\":\"x\",\"timestamp\":\"today\",\"data\":{}}"))
        .isEqualTo(400);
    assertThat(kept.events).isEmpty();
  }
}
