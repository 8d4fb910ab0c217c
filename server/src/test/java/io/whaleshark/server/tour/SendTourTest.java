package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.webhook.TestHook;
import io.whaleshark.server.webhook.TestHook.Answer;
import io.whaleshark.server.webhook.TestReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// The rows of the wire contract about repeated and refused sends. Goal: an id is one message, over
/// whatever device, node or API it comes, and what is refused leaves no trace. Method: clients that
/// are bytes and JSON only, on both nodes where the engine has nodes, and a webhook.
///
/// Each test has users of its own, because the servers may be shared.
@EnumSource(names = {"ONE_SERVER", "TWO_NODES_WITH_REDIS"})
class SendTourTest extends NodeTours {

  private static final int PLAIN = 10001;

  /// The app whose hook is asked about each message.
  private static final int ASKED = 10002;

  /// The app whose users have to be in its directory.
  private static final int LISTED = 10003;

  /// The app whose messages expire soon.
  private static final int SHORT = 10004;

  private static final int PER_SECOND = 50;
  private static final int OK = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Who is told by the webhook of the apps.
  private TestReceiver receiver;

  /// What is asked about the messages of one app.
  private TestHook hook;

  @Override
  Map<String, String> settings(Path folder) throws IOException {
    receiver = new TestReceiver(0);
    hook = new TestHook();
    Path config = folder.resolve("sends.yaml");
    String webhook =
        "webhooks: [{name: backend, url: \"%s\", secret: %s, private: true, events: [message.sent]}]"
            .formatted(receiver.url(), TestReceiver.SECRET);
    String asks =
        "before-send: {url: \"%s\", secret: %s, private: true}"
            .formatted(hook.url(), TestReceiver.SECRET);
    Files.writeString(
        config,
        """
        apps:
          10001:
            %1$s
          10002:
            %1$s
            %2$s
          10003:
            %1$s
            directory-required: true
          10004:
            retention: 2s
        """
            .formatted(webhook, asks));
    return Map.of(
        "WHALESHARK_CONFIG",
        config.toString(),
        "WHALESHARK_RETENTION_SWEEP",
        "1s",
        "WHALESHARK_REQUESTS_PER_USER",
        "" + PER_SECOND);
  }

  @Override
  void stopOthers() {
    receiver.close();
    hook.close();
  }

  private static String direct(String id, String from, String to) {
    return "{'messageId':'%s','fromId':'%s','toId':'%s','messageBody':'hi'}"
        .formatted(id, from, to);
  }

  private static String otherBody(String send) {
    return send.replace("'hi'", "'ho'");
  }

  private HttpResponse<String> http(String method, int app, String path, String body) {
    return elsewhere.http(method, "/v1/apps/" + app + path, body);
  }

  private void done(String method, int app, String path, String body) {
    var answer = http(method, app, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
  }

  private JsonNode history(int app, String asSeenBy) {
    return WireClient.json(
            http("GET", app, "/conversations/messages?fromId=" + asSeenBy, "").body())
        .get("dataList");
  }

  /// The first answer is given again on each of these devices and to the backend, and another body
  /// is a conflict there.
  private void assertRepeats(String send, JsonNode first, List<WireClient> devices) {
    for (WireClient device : devices) {
      assertThat(device.send(1103, send).later(1046).get("data")).isEqualTo(first);
      assertThat(device.send(1103, otherBody(send)).later(1046).get("code").intValue())
          .isEqualTo(RefusalCode.MESSAGE_ID_CONFLICT.number());
    }
    assertThat(WireClient.json(http("POST", PLAIN, "/messages", send).body())).isEqualTo(first);
    var conflict = WireClient.json(http("POST", PLAIN, "/messages", otherBody(send)).body());
    assertThat(conflict.get("code").intValue()).isEqualTo(RefusalCode.MESSAGE_ID_CONFLICT.number());
  }

  @Test
  @DisplayName("P3 ids that come in no order are messages each, and repeats wherever they come")
  void idsInNoOrder() {
    WireClient here = loggedIn(server.phone("phone"), "ann");
    WireClient there = loggedIn(elsewhere.desktop("desktop"), "ann");
    List<String> sends = Stream.of("5", "3", "4").map(id -> direct(id, "ann", "ben")).toList();
    List<JsonNode> first = new ArrayList<>();
    for (WireClient device : List.of(here, there, here)) {
      String send = sends.get(first.size());
      first.add(device.send(1103, send).later(1046).get("data"));
      assertThat(first.getLast().get("messageSequence").intValue()).isEqualTo(first.size());
    }
    for (int i = 0; i < sends.size(); i++) {
      assertRepeats(sends.get(i), first.get(i), List.of(here, there));
    }
    assertThat(history(PLAIN, "ben&toId=ann")).hasSize(3);
  }

  enum Fate {
    RECALLED,
    ERASED
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P3 a repeat of what is a tombstone gets its answer, and brings nothing back")
  void repeatOfATombstone(Fate fate) {
    String ann = "ann-" + fate;
    String ben = "ben-" + fate;
    String send = direct("m", ann, ben);
    WireClient reader = loggedIn(elsewhere.phone("phone"), ben);
    JsonNode first = loggedIn(server.phone("phone"), ann).send(1103, send).success(1046);
    reader.expect(1103);
    switch (fate) {
      case RECALLED -> {
        String recall = "{'fromId':'%s','toId':'%s','messageSequence':1}".formatted(ann, ben);
        loggedIn(elsewhere.desktop("desktop"), ann).send(1050, recall).success(1051);
      }
      case ERASED -> done("DELETE", PLAIN, "/users/" + ann, "");
    }
    reader.expect(1052);
    List<WireClient> devices =
        List.of(loggedIn(server.phone("phone"), ann), loggedIn(elsewhere.desktop("desktop"), ann));
    assertRepeats(send, first, devices);
    reader.expectNothing();
    JsonNode left = history(PLAIN, ben + "&toId=" + ann);
    assertThat(left).hasSize(1);
    assertThat(left.get(0).get("recalled").booleanValue()).isTrue();
    assertThat(left.get(0).get("messageKey")).isEqualTo(first.get("messageKey"));
    assertThat(reader.send(1200, "{}").expect(1201).get("dataList")).hasSize(1);
  }

  @Test
  @DisplayName("P3 a repeat of what has expired is a new message, with whatever body")
  void repeatOfWhatHasExpired() {
    WireClient reader = loggedIn(elsewhere.phone("phone").inApp(SHORT), "dan");
    WireClient writer = loggedIn(server.phone("phone").inApp(SHORT), "cat");
    String send = direct("m", "cat", "dan");
    for (String each : List.of(send, send, otherBody(send))) {
      JsonNode stored = writer.send(1103, each).later(1046).get("data");
      JsonNode push = reader.expect(1103);
      assertThat(push.get("messageKey")).isEqualTo(stored.get("messageKey"));
      assertThat(push.get("messageTime")).isEqualTo(stored.get("messageTime"));
      await().atMost(PATIENCE).until(() -> history(SHORT, "dan&toId=cat").isEmpty());
    }
    assertThat(
            reader
                .send(5100, "{}")
                .expect(5101)
                .get("dataList")
                .get(0)
                .get("messageSequence")
                .intValue())
        .isEqualTo(3);
  }

  /// A conversation in which something is refused, with users of its own.
  private record Scene(int app, String ann, String ben, Optional<String> group) {

    static Scene of(RefusalCode code) {
      int app =
          switch (code) {
            case DENIED, RETRY_LATER -> ASKED;
            case NO_SUCH_USER -> LISTED;
            default -> PLAIN;
          };
      boolean isGroup =
          switch (code) {
            case NOT_A_PARTICIPANT, MUTED, GROUP_DISSOLVED -> true;
            default -> false;
          };
      String name = code.name().toLowerCase(Locale.ROOT);
      return new Scene(
          app,
          "ann-" + name,
          "ben-" + name,
          isGroup ? Optional.of("team-" + name) : Optional.empty());
    }

    int command() {
      return group.isPresent() ? 2104 : 1103;
    }

    int answer() {
      return group.isPresent() ? 2047 : 1046;
    }

    String send() {
      return "{'messageId':'m','fromId':'%s',%s,'messageBody':'hi'}"
          .formatted(ann, group.map("'groupId':'%s'"::formatted).orElse("'toId':'" + ben + "'"));
    }

    String asSeenByBen() {
      return ben + "&" + group.map(name -> "groupId=" + name).orElse("toId=" + ann);
    }
  }

  /// What is refused.
  ///
  /// @param refused does it once more, and returns the refusal
  /// @param cure takes away what is in the way of the message; it does nothing if the message was
  ///   not sent as it should be
  private record Attempt(Supplier<JsonNode> refused, Runnable cure) {

    static Attempt badly(Supplier<JsonNode> refused) {
      return new Attempt(refused, () -> {});
    }
  }

  private Attempt attempt(RefusalCode code, Scene scene) {
    WireClient ann = loggedIn(server.phone("phone").inApp(scene.app()), scene.ann());
    Supplier<JsonNode> send = () -> ann.send(scene.command(), scene.send()).later(scene.answer());
    return switch (code) {
      case MALFORMED -> Attempt.badly(() -> instead(ann, scene, "'hi'", "null"));
      case UNSUPPORTED -> Attempt.badly(() -> ofAnotherType(ann, scene));
      case UNKNOWN_COMMAND -> Attempt.badly(() -> ann.send(4242, scene.send()).later(9010));
      case LOGIN_REQUIRED -> Attempt.badly(() -> byAStranger(scene));
      case NOT_YOURSELF -> Attempt.badly(() -> instead(ann, scene, scene.ann(), "mallory"));
      case NOT_A_PARTICIPANT -> {
        group(scene, scene.ben());
        String members = "/groups/" + scene.group().orElseThrow() + "/members";
        String both = "{'members':['" + scene.ann() + "']}";
        yield new Attempt(send, () -> done("POST", scene.app(), members, both));
      }
      case MUTED -> {
        group(scene, scene.ben(), scene.ann());
        mute(scene, true);
        yield new Attempt(send, () -> mute(scene, false));
      }
      case NOT_ACCEPTED -> {
        String block = "/blocks/" + scene.ben() + "/" + scene.ann();
        done("PUT", scene.app(), block, "");
        yield new Attempt(send, () -> done("DELETE", scene.app(), block, ""));
      }
      case NO_SUCH_USER -> {
        done("PUT", scene.app(), "/users/" + scene.ann(), "{'name':'Ann'}");
        String ben = "/users/" + scene.ben();
        yield new Attempt(send, () -> done("PUT", scene.app(), ben, "{'name':'Ben'}"));
      }
      case MESSAGE_ID_CONFLICT -> {
        assertThat(send.get().get("code").intValue()).isEqualTo(OK);
        yield Attempt.badly(() -> instead(ann, scene, "'hi'", "'ho'"));
      }
      case GROUP_DISSOLVED -> {
        group(scene, scene.ann(), scene.ben());
        done("DELETE", scene.app(), "/groups/" + scene.group().orElseThrow(), "");
        yield Attempt.badly(send);
      }
      case TOO_LARGE -> Attempt.badly(() -> tooLarge(scene));
      case DENIED -> asked(send, Answer.of("{'deny':true,'reason':'be kind'}"));
      case RETRY_LATER -> asked(send, new Answer(500, ""));
      case TOO_MANY -> Attempt.badly(() -> behindTooMany(ann, scene));
      default -> throw new IllegalStateException(code + " (expected: a refusal of a send)");
    };
  }

  private static JsonNode instead(WireClient ann, Scene scene, String of, String wrong) {
    return ann.send(scene.command(), scene.send().replace(of, wrong)).later(scene.answer());
  }

  private static JsonNode ofAnotherType(WireClient ann, Scene scene) {
    byte[] frame = ann.frame(scene.command(), scene.send());
    frame[15] = 1;
    return ann.sendRaw(frame).later(scene.answer());
  }

  private JsonNode byAStranger(Scene scene) {
    WireClient stranger = server.phone("phone").inApp(scene.app());
    hangUpLater(stranger);
    return stranger.send(scene.command(), scene.send()).expect(scene.answer());
  }

  /// The server ends the connection behind its answer.
  private JsonNode tooLarge(Scene scene) {
    WireClient device = server.desktop("large").inApp(scene.app());
    return loggedIn(device, scene.ann())
        .send(scene.command(), scene.send().replace("hi", "hi".repeat(40_000)))
        .later(scene.answer());
  }

  private Attempt asked(Supplier<JsonNode> send, Answer answer) {
    hook.answering(_ -> answer);
    return new Attempt(send, () -> hook.answering(_ -> Answer.of("{'allow':true}")));
  }

  /// So many come before it that none is left for some seconds.
  private static JsonNode behindTooMany(WireClient ann, Scene scene) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 12 * PER_SECOND; i++) {
      all.writeBytes(ann.frame(9999, "{}"));
    }
    all.writeBytes(ann.frame(scene.command(), scene.send()));
    return ann.sendRaw(all.toByteArray()).later(scene.answer());
  }

  private void group(Scene scene, String... members) {
    String body =
        "{'ownerId':'%s','members':['%s']}".formatted(members[0], String.join("','", members));
    done("PUT", scene.app(), "/groups/" + scene.group().orElseThrow(), body);
  }

  private void mute(Scene scene, boolean isMuted) {
    String path = "/groups/" + scene.group().orElseThrow() + "/members/" + scene.ann();
    done("PUT", scene.app(), path, "{'role':'member','muted':%b}".formatted(isMuted));
  }

  /// What the store says of both users: inboxes, lists with their counts, and the history.
  private List<JsonNode> stored(Scene scene) {
    List<JsonNode> all = new ArrayList<>();
    for (String user : List.of(scene.ann(), scene.ben())) {
      String question =
          "{'appId':%d,'operater':'%s','lastSequence':0}".formatted(scene.app(), user);
      for (String sync :
          List.of("message/syncOfflineMessageList", "conversation/syncConversationList")) {
        all.add(WireClient.json(elsewhere.http("POST", "/v1/" + sync, question).body()));
      }
    }
    all.add(history(scene.app(), scene.asSeenByBen()));
    return all;
  }

  /// Sends as a good client does: once more, after a pause, where it may be granted later.
  private static JsonNode sent(WireClient ann, int command, String send, int answer) {
    Map<String, JsonNode> last = new HashMap<>();
    await()
        .atMost(PATIENCE)
        .until(() -> {
          last.put("answer", ann.send(command, send).later(answer));
          return last.get("answer").get("code").intValue() != RefusalCode.TOO_MANY.number();
        });
    return last.get("answer");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "MALFORMED",
        "UNSUPPORTED",
        "UNKNOWN_COMMAND",
        "LOGIN_REQUIRED",
        "NOT_YOURSELF",
        "NOT_A_PARTICIPANT",
        "MUTED",
        "NOT_ACCEPTED",
        "NO_SUCH_USER",
        "MESSAGE_ID_CONFLICT",
        "GROUP_DISSOLVED",
        "TOO_LARGE",
        "DENIED",
        "TOO_MANY",
        "RETRY_LATER"
      })
  @DisplayName("a refused send leaves no trace, and sent again as it should be it is one message")
  void refusalLeavesNothing(RefusalCode code) {
    Scene scene = Scene.of(code);
    Attempt attempt = attempt(code, scene);
    WireClient ben = loggedIn(elsewhere.phone("phone").inApp(scene.app()), scene.ben());
    WireClient again = loggedIn(elsewhere.desktop("desktop").inApp(scene.app()), scene.ann());
    List<JsonNode> before = stored(scene);
    for (int repeat = 0; repeat < 2; repeat++) {
      assertThat(attempt.refused().get().get("code").intValue()).isEqualTo(code.number());
    }
    assertThat(stored(scene)).isEqualTo(before);
    ben.expectNothing();

    attempt.cure().run();
    boolean isHopeless = code == RefusalCode.GROUP_DISSOLVED;
    JsonNode first = sent(again, scene.command(), scene.send(), scene.answer());
    assertThat(first.get("code").intValue()).isEqualTo(isHopeless ? code.number() : OK);
    List<JsonNode> after = stored(scene);
    assertThat(after.getLast()).hasSize(isHopeless ? 0 : 1);
    assertThat(sent(again, scene.command(), scene.send(), scene.answer())).isEqualTo(first);
    assertThat(stored(scene)).as("done once").isEqualTo(after);

    String note = direct("note", scene.ann(), scene.ann());
    assertThat(sent(again, 1103, note, 1046).get("code").intValue()).isEqualTo(OK);
    await().atMost(PATIENCE).until(() -> told(scene.ann()).contains("note"));
    assertThat(told(scene.ann())).isEqualTo(isHopeless ? List.of("note") : List.of("m", "note"));
  }

  /// The ids of the messages by a user that the webhook was told of.
  private List<String> told(String user) {
    return receiver.taken().stream()
        .map(TestReceiver.Attempt::data)
        .filter(message -> message.get("fromId").stringValue().equals(user))
        .map(message -> message.get("messageId").stringValue())
        .toList();
  }
}
