package io.whaleshark.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.whaleshark.server.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Goal: the library has a call for everything that a backend may ask of the server. Method: every
/// call is made to a stand-in that notes its method and path. Together they are the routes of apps
/// in the server's OpenAPI document, but for the one that writes a file.
class RoutesTest {

  private static final String APPS = "/v1/apps/{appId}";

  /** It answers with a file, which no program reads into its memory: there is a command for it. */
  private static final String EXPORT = "GET " + APPS + "/export";

  private static final Pattern ROUTE =
      Pattern.compile("(?m)^ {2}(/\\S*):$|^ {4}(get|put|post|delete):$");
  private static final Recipient BOB = Recipient.user("bob");

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /// The routes of apps, such as `GET /v1/apps/{appId}/stats`.
  private static List<String> documented() throws IOException {
    String document;
    try (InputStream file = Server.class.getResourceAsStream("docs/openapi.yaml")) {
      document = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
    }
    List<String> routes = new ArrayList<>();
    String path = "";
    Matcher line = ROUTE.matcher(document);
    while (line.find()) {
      if (line.group(1) != null) {
        path = line.group(1);
      } else if (path.startsWith(APPS)) {
        routes.add(line.group(2).toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    assertThat(routes.remove(EXPORT)).isTrue();
    return routes;
  }

  @Test
  void everyRouteOfAppsHasACall() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      BackendClient client = BackendClient.of(BackendConfig.of(url, 7).withAttempts(1));
      callAll(client);
      callAll(client.users());
      callAll(client.groups());
      callAll(client.directory());
      callAll(client.reactions());
      callAll(client.webhooks());
    } finally {
      server.stop(0);
    }
    List<String> documented = documented();
    assertThat(documented).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(asked.stream().map(one -> template(documented, one)).toList()))
        .containsExactlyInAnyOrderElementsOf(documented);
  }

  /// The documented route that a request is one of, or else the request. One without parameters
  /// comes first.
  private static String template(List<String> documented, String request) {
    return documented.stream()
        .filter(route -> request.matches(route.replaceAll("\\{\\w+}", "[^/]+")))
        .min(Comparator.comparingLong(RoutesTest::parameters))
        .orElse(request);
  }

  private static long parameters(String route) {
    return route.chars().filter(c -> c == '{').count();
  }

  /// The stand-in answers nothing of use, which the library says.
  private static void make(Runnable call) {
    try {
      call.run();
    } catch (BackendException e) {
      assertThat(e.problem().detail()).startsWith("not an answer of Whale Shark");
    }
  }

  private static void callAll(BackendClient client) {
    make(() -> client.send(OutgoingMessage.of("alice", BOB, "hi")));
    make(() -> client.sendAll(List.of()));
    make(() -> client.recall("alice", BOB, 1));
    make(() -> client.edit("alice", BOB, 1, "hi"));
    make(() -> client.pin("alice", BOB, 1));
    make(() -> client.unpin("alice", BOB, 1));
    make(() -> client.pins("alice", BOB));
    make(() -> client.history("alice", BOB, 1));
    make(() -> client.historyBefore("alice", BOB, 1, 1));
    make(() -> client.historyAfter("alice", BOB, 1, 1));
    make(() -> client.importLines(List.of()));
    make(client::stats);
  }

  private static void callAll(UserCalls users) {
    make(() -> users.get("alice"));
    make(() -> users.signOut("alice"));
    make(() -> users.signOut("alice", new UserDevice(3, "phone", Instant.EPOCH)));
    make(() -> users.ban("alice", "spam"));
    make(() -> users.banUntil("alice", "spam", Instant.EPOCH));
    make(() -> users.liftBan("alice"));
    make(() -> users.block("alice", "bob"));
    make(() -> users.liftBlock("alice", "bob"));
    make(() -> users.blocked("alice"));
    make(() -> users.receipts("alice"));
    make(() -> users.setReceipts("alice", true));
    make(() -> users.pushTokens("alice"));
    make(() -> users.setPushToken("alice", DevicePushToken.of(3, "phone", "fcm", "token")));
    make(() -> users.removePushTokens("alice"));
    make(() -> users.removePushToken("alice", 3, "phone"));
    make(() -> users.read("alice", BOB, 1));
    make(() -> users.conversations("alice", 0, 1));
    make(() -> users.erase("alice"));
  }

  private static void callAll(GroupCalls groups) {
    make(() -> groups.put("g", "Team", "alice", List.of()));
    make(() -> groups.get("g"));
    make(() -> groups.list("", 1));
    make(() -> groups.addMembers("g", List.of("bob")));
    make(() -> groups.removeMember("g", "bob"));
    make(() -> groups.setRole("g", "bob", MemberRole.ADMIN));
    make(() -> groups.members("g", "", 1));
    make(() -> groups.dissolve("g"));
  }

  private static void callAll(DirectoryCalls directory) {
    make(() -> directory.put(UserProfile.of("alice", "Alice", "", "")));
    make(() -> directory.remove("alice"));
    make(() -> directory.of(List.of("alice")));
    make(() -> directory.search("a", "", 1));
  }

  private static void callAll(ReactionCalls reactions) {
    make(() -> reactions.set("alice", BOB, 1, "👍"));
    make(() -> reactions.takeBack("alice", BOB, 1, "👍"));
    make(() -> reactions.of("alice", BOB, 1, 200));
    make(() -> reactions.reactors("alice", BOB, 1, "👍"));
    make(() -> reactions.reactorsAfter("alice", BOB, 1, "👍", "alice"));
  }

  private static void callAll(WebhookCalls webhooks) {
    make(webhooks::list);
    make(() -> webhooks.test("backend"));
    make(() -> webhooks.replay("backend", Instant.EPOCH));
  }
}
