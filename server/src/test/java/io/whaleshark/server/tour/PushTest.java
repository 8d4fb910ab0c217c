package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.server.push.PushKeys;
import io.whaleshark.server.push.PushStandIn;
import io.whaleshark.server.push.PushStandIn.Arrived;
import io.whaleshark.server.push.PushStandIn.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: phones are told of what is new to users who are offline, once, silently where they want
/// that, and no longer than it is new. Method: a real server, clients that are bytes and JSON only,
/// and a stand-in for Apple's and Google's services with the real HTTP/2.
class PushTest {

  @TempDir private static Path folder = Path.of("");

  private static PushStandIn apple;
  private static PushStandIn google;
  private static TourServer server;

  private static final AtomicInteger SENT = new AtomicInteger();

  private WireClient ann;

  @BeforeAll
  static void start() throws Exception {
    apple = new PushStandIn(Files.createDirectory(folder.resolve("apple")));
    google = new PushStandIn(Files.createDirectory(folder.resolve("google")));
    server = new TourServer(folder.resolve("data"), settings());
  }

  @BeforeEach
  void logIn() {
    apple.reset();
    google.reset();
    ann = server.phone("ann");
    ann.logIn("ann");
  }

  private static Map<String, String> settings() throws Exception {
    PushKeys keys = PushKeys.make(folder, google.url() + "/token");
    Path config = folder.resolve("whaleshark.yaml");
    Files.writeString(
        config,
        """
        apps:
          10001:
            push:
              content: text
              apns: {key: "%s", key-id: KEY4567890, team-id: TEAM567890, topic: com.example.chat,
                     url: "%s", tls-ca: "%s", max-in-flight: 4}
              fcm: {account: "%s", url: "%s", tls-ca: "%s"}
        """
            .formatted(
                keys.apple(),
                apple.url(),
                apple.authority(),
                keys.google(),
                google.url(),
                google.authority()));
    return Map.of("WHALESHARK_CONFIG", config.toString());
  }

  @AfterEach
  void hangUp() {
    ann.close();
  }

  @AfterAll
  static void stop() {
    server.close();
    apple.close();
    google.close();
  }

  /// Registers an iPhone, whose token is the name in hexadecimal.
  private static void iphone(String user) {
    register(user, "apns", hex(user));
  }

  private static String hex(String user) {
    return user.chars().mapToObj(Integer::toHexString).collect(Collectors.joining());
  }

  private static void register(String user, String service, String token) {
    String body =
        "{'clientType':2,'imei':'phone','service':'%s','token':'%s'}".formatted(service, token);
    assertThat(server.http("PUT", tokens(user), body).statusCode()).isEqualTo(204);
  }

  private static String tokens(String user) {
    return "/v1/apps/10001/users/" + user + "/push-tokens";
  }

  /// @return the key of the message
  private long send(String to, String text) {
    ann.send(
        1103,
        "{'messageId':'m%d','fromId':'ann','toId':'%s','messageBody':{'text':'%s'}}"
            .formatted(SENT.incrementAndGet(), to, text));
    return ann.success(1046).get("messageKey").longValue();
  }

  /// To somebody who is not there.
  private long sendAway(String to, String text) {
    long key = send(to, text);
    ann.expect(1107);
    return key;
  }

  private static void read(WireClient reader, String user, int sequence) {
    reader.send(
        1106,
        "{'fromId':'%s','toId':'ann','conversationType':0,'messageSequence':%d}"
            .formatted(user, sequence));
  }

  /// What Apple was told of a user's phone, in that order: the text or event, and the badge.
  private List<String> told(String user) {
    return apple.taken().stream()
        .filter(each -> each.path().endsWith("/" + hex(user)))
        .map(PushTest::gist)
        .toList();
  }

  private static String gist(Arrived push) {
    String event = push.body().at("/whaleshark/event").asString();
    String text = push.body().at("/aps/alert/body").asString("");
    return (event.equals("message.sent") ? text : event)
        + " "
        + push.body().at("/aps/badge").asInt();
  }

  private void awaitTold(String user, String... gists) {
    await().untilAsserted(() -> assertThat(told(user)).containsExactly(gists));
  }

  /// Something that comes after all that was to be told before. How many attempts have failed at
  /// Apple's service.
  private double failed() {
    return server
        .http("GET", "/metrics", "")
        .body()
        .lines()
        .filter(line -> line.startsWith("whaleshark_push_messages_total"))
        .filter(line -> line.contains("\"apns\"") && line.contains("\"later\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private void awaitAllTold() {
    String user = "last" + SENT.get();
    iphone(user);
    sendAway(user, "end");
    awaitTold(user, "end 1");
  }

  @Test
  @DisplayName("messages of a conversation take one another's place, and carry the badge")
  void isCollapsedAndCounts() {
    iphone("ben");
    for (int i = 1; i <= 3; i++) {
      sendAway("ben", "text" + i);
      awaitTold(
          "ben", List.of("text1 1", "text2 2", "text3 3").subList(0, i).toArray(String[]::new));
    }
    assertThat(apple.taken().stream().map(each -> each.header("apns-collapse-id")).distinct())
        .hasSize(1);
    assertThat(apple.taken().stream().map(each -> each.header("apns-id")).distinct()).hasSize(3);
    await().untilAsserted(() -> assertThat(google.taken()).isEmpty());
  }

  @Test
  @DisplayName("nobody is told who is online, has muted the conversation, or is banned")
  void silentMeansSilent() {
    for (String user : List.of("here", "muted", "banned", "ann")) {
      iphone(user);
    }
    mute("muted", "ann");
    await().until(() -> !isOnline("muted"));
    server.http("PUT", "/v1/apps/10001/users/banned/ban", "{}");
    try (WireClient here = server.phone("h")) {
      here.logIn("here");
      send("here", "x");
      sendAway("muted", "x");
      sendAway("banned", "x");
      send("ann", "note to self");
      awaitAllTold();
    }
    for (String user : List.of("here", "muted", "banned", "ann")) {
      assertThat(told(user)).as(user).isEmpty();
    }
  }

  private void mute(String user, String peer) {
    try (WireClient device = server.phone("m")) {
      device.logIn(user);
      send(user, "before");
      device.expect(1103);
      device.send(5102, "{'conversationType':0,'toId':'" + peer + "','isMute':true}").success(5103);
    }
  }

  private boolean isOnline(String user) {
    return WireClient.json(server.http("GET", "/v1/apps/10001/users/" + user, "").body())
        .get("online")
        .asBoolean();
  }

  @Test
  @DisplayName("a read on the desktop withdraws what the phone shows, and nothing else is sent")
  void aReadWithdraws() {
    iphone("bill");
    sendAway("bill", "one");
    sendAway("bill", "two");
    await().until(() -> told("bill").contains("two 2"));
    List<String> before = told("bill");
    try (WireClient desktop = server.desktop("d")) {
      desktop.logIn("bill");
      read(desktop, "bill", 2);
      ann.expect(1054);
      await().until(() -> told("bill").size() > before.size());
      send("bill", "three"); // the desktop shows it
      desktop.expect(1103);
      read(desktop, "bill", 3);
      ann.expect(1054);
      awaitAllTold();
    }
    assertThat(told("bill").subList(before.size(), told("bill").size()))
        .containsExactly("conversation.read 0");
    Arrived withdrawal = apple.taken().get(before.size());
    assertThat(withdrawal.body().at("/whaleshark/messageSequence").asInt()).isEqualTo(2);
    assertThat(withdrawal.header("apns-collapse-id"))
        .isEqualTo(apple.taken().getFirst().header("apns-collapse-id"));
  }

  @Test
  @DisplayName("a restart forgets no notification that is shown")
  void aRestartWithdrawsToo() {
    iphone("bob");
    sendAway("bob", "one");
    awaitTold("bob", "one 1");
    ann.close();
    server.restart();
    try (WireClient desktop = server.desktop("d")) {
      desktop.logIn("bob");
      read(desktop, "bob", 1);
      awaitTold("bob", "one 1", "conversation.read 0");
    }
  }

  @Test
  @DisplayName("a recall withdraws the message that is shown")
  void aRecallWithdraws() {
    iphone("bea");
    long key = sendAway("bea", "oops");
    awaitTold("bea", "oops 1");
    ann.send(1050, "{'fromId':'ann','toId':'bea','messageKey':%d}".formatted(key)).success(1051);
    awaitTold("bea", "oops 1", "message.recalled 1");
  }

  @Test
  @DisplayName("a dead token is forgotten, unless it was registered again since it died")
  void aDeadTokenIsForgotten() {
    iphone("dead");
    apple.answering(one -> dead(one, Instant.EPOCH));
    sendAway("dead", "one");
    awaitAllTold();
    assertThat(server.http("GET", tokens("dead"), "").body()).contains(hex("dead"));
    apple.answering(one -> dead(one, Instant.now().plusSeconds(60)));
    sendAway("dead", "two");
    await().until(() -> !server.http("GET", tokens("dead"), "").body().contains(hex("dead")));
    int before = apple.arrived().size();
    sendAway("dead", "three");
    awaitAllTold();
    assertThat(apple.arrived()).hasSize(before + 1);
  }

  private static Reply dead(Arrived one, Instant since) {
    return one.path().endsWith("/" + hex("dead"))
        ? Reply.of(410, "{'reason':'Unregistered','timestamp':%d}".formatted(since.toEpochMilli()))
        : Reply.of(200, "");
  }

  @Test
  @DisplayName("a service that is away is told later of what is still new; others go on")
  void aServiceThatIsAway() {
    iphone("bud");
    iphone("cat");
    register("dan", "fcm", "dan");
    apple.goAway();
    sendAway("bud", "old");
    sendAway("bud", "new");
    sendAway("cat", "read meanwhile");
    sendAway("dan", "hi");
    await().untilAsserted(() -> assertThat(google.taken()).hasSize(1));
    try (WireClient desktop = server.desktop("d")) {
      desktop.logIn("cat");
      read(desktop, "cat", 1);
      ann.expect(1054);
    }
    apple.comeBack();
    await().until(() -> told("bud").contains("new 2"));
    awaitAllTold();
    assertThat(told("cat")).doesNotContain("read meanwhile 1");
  }

  @Test
  @DisplayName("what waits for a phone is not shown to whoever has the phone now")
  void aPhoneThatChangesHands() {
    iphone("eve");
    apple.goAway();
    double failedBefore = failed();
    sendAway("eve", "for eve alone");
    await().until(() -> failed() > failedBefore); // else it may just have been asked whose it is
    register("fay", "apns", hex("eve"));
    apple.comeBack();
    awaitAllTold();
    assertThat(told("eve")).isEmpty();
    sendAway("fay", "hi");
    awaitTold("eve", "hi 1");
  }

  @Test
  @DisplayName("the message before one that was recalled is told")
  void theNewestIsRecalledMeanwhile() {
    iphone("gil");
    iphone("hal");
    apple.goAway();
    sendAway("gil", "is told before");
    sendAway("hal", "important");
    long oops = sendAway("hal", "oops");
    ann.send(1050, "{'fromId':'ann','toId':'hal','messageKey':%d}".formatted(oops)).success(1051);
    apple.comeBack();
    await().until(() -> !told("hal").isEmpty());
    assertThat(told("hal").getFirst()).isEqualTo("important 2");
  }

  @Test
  @DisplayName("a service that takes nothing now is asked by one message at a time, after a pause")
  void keepsToThePaceOfTheService() {
    for (int i = 0; i < 8; i++) {
      iphone("u" + i);
    }
    AtomicInteger asked = new AtomicInteger();
    apple
        .taking(Duration.ofMillis(50))
        .answering(_ ->
            asked.incrementAndGet() <= 2
                ? new Reply(429, Map.of("retry-after", "1"), "{}")
                : Reply.of(200, ""));
    sendAway("u0", "hi");
    await().until(() -> apple.arrived().size() == 2);
    for (int i = 1; i < 8; i++) {
      sendAway("u" + i, "hi"); // the server waits, since it was refused twice
    }
    await().until(() -> apple.taken().size() == 8);
    List<Arrived> all = apple.arrived();
    assertThat(all).hasSize(10);
    for (int i = 1; i <= 2; i++) {
      assertThat(all.get(i).nanos() - all.get(i - 1).nanos())
          .as("what it asks for")
          .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
    }
    assertThat(all.get(3).nanos() - all.get(2).nanos())
        .as("one message at a time, until one is taken")
        .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(45));
    assertThat(apple.mostInFlight()).isBetween(2, 4);
    Set<String> ids = all.stream().map(each -> each.header("apns-id")).collect(Collectors.toSet());
    assertThat(ids).as("a repeat has the same id").hasSize(8);
  }
}
