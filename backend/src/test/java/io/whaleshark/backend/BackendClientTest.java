package io.whaleshark.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: each call does at a server what it says. Method: a real server; each test has users of its
/// own.
class BackendClientTest {

  private static final int NOT_ACCEPTED = 40306;
  private static final int NOT_A_MEMBER = 40301;
  private static final int NO_SUCH_GROUP = 40400;
  private static final int MALFORMED = 40000;

  @TempDir private static Path folder = Path.of("");
  private static HereServer server;
  private static BackendClient backend;

  @BeforeAll
  static void start() throws IOException {
    server = new HereServer(folder, "http://127.0.0.1:1/");
    backend = server.backend();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static SentMessage send(String from, Recipient to, Object body) {
    return backend.send(OutgoingMessage.of(from, to, body));
  }

  @Test
  void messageIsSentOnceHoweverOftenItIsRepeated() {
    OutgoingMessage message =
        OutgoingMessage.of("once-1", "once", Recipient.user("bob"), Map.of("total", 1.25))
            .withExtra(List.of(1, "b"));
    SentMessage sent = backend.send(message);
    assertThat(backend.send(message)).isEqualTo(sent);
    ResultPage<AppMessage> page = backend.history("bob", Recipient.user("once"), 10);
    assertThat(page.completed()).isTrue();
    assertThat(page.items())
        .singleElement()
        .satisfies(stored -> {
          assertThat(stored.messageId()).isEqualTo("once-1");
          assertThat(stored.to()).isEqualTo(Recipient.user("bob"));
          assertThat(stored.messageBody()).hasToString("{total=1.25}");
          assertThat(stored.extra()).isEqualTo(List.of(1, "b"));
          assertThat(stored.messageTime()).isEqualTo(sent.messageTime());
          assertThat(stored.messageKey()).isEqualTo(sent.messageKey());
        });
  }

  @Test
  void oneThatIsRefusedChangesNothingOfTheBatch() {
    List<SendResult> results =
        backend.sendAll(
            List.of(
                OutgoingMessage.of("batch", Recipient.user("bob"), "1"),
                OutgoingMessage.of("batch", Recipient.group("no such group"), "2"),
                OutgoingMessage.of("batch", Recipient.user("bob"), "3")));
    assertThat(results.get(0).sent())
        .hasValueSatisfying(m -> assertThat(m.messageSequence()).isEqualTo(1));
    assertThat(results.get(1).sent()).isEmpty();
    assertThat(results.get(1).problem())
        .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(NOT_A_MEMBER));
    assertThat(results.get(2).sent())
        .hasValueSatisfying(m -> assertThat(m.messageSequence()).isEqualTo(2));
  }

  @Test
  void linesThatAreImportedAreKnownAfterwards() {
    Map<String, ?> message =
        Map.of(
            "type", "message",
            "fromId", "importer",
            "toId", "bob",
            "messageId", "i1",
            "messageTime", System.currentTimeMillis() - 60_000,
            "messageBody", "hi");
    Map<String, ?> wrong = Map.of("type", "leave", "groupId", "no such group", "userId", "bob");
    List<ImportResult> results = backend.importLines(List.of(message, wrong, message));
    assertThat(results.get(0).taken()).isEqualTo("new");
    assertThat(results.get(1).taken()).isEmpty();
    assertThat(results.get(1).problem())
        .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(NO_SUCH_GROUP));
    assertThat(results.get(2).taken()).isEqualTo("known");
    assertThat(results.get(2).problem()).isEmpty();
  }

  @Test
  void recalledMessageHasNoContent() {
    SentMessage direct = send("recaller", Recipient.user("bob"), "a secret");
    backend.groups().put("recalls", "Recalls", "recaller", List.of("bob"));
    SentMessage inGroup = send("recaller", Recipient.group("recalls"), "a secret");
    backend.recall("bob", Recipient.user("recaller"), direct.messageKey());
    backend.recall("bob", Recipient.group("recalls"), inGroup.messageKey());
    for (Recipient with : List.of(Recipient.user("recaller"), Recipient.group("recalls"))) {
      assertThat(backend.historyAfter("bob", with, 0, 10).items())
          .singleElement()
          .satisfies(message -> {
            assertThat(message.recalled()).isTrue();
            assertThat(message.text()).isEmpty();
          });
    }
  }

  @Test
  void pinnedMessageIsListedUntilItIsNot() {
    Recipient bob = Recipient.user("bob");
    SentMessage sent = backend.send(OutgoingMessage.of("p1", "pinner", bob, "here"));
    PinState pinned = backend.pin("bob", Recipient.user("pinner"), sent.messageKey());
    assertThat(pinned.isPinned()).isTrue();
    assertThat(backend.pin("pinner", bob, sent.messageKey())).isEqualTo(pinned);
    assertThat(backend.pins("bob", Recipient.user("pinner")))
        .singleElement()
        .matches(each -> each.message().messageId().equals("p1"))
        .matches(each -> each.pinnedTime().equals(pinned.pinnedTime()));
    assertThat(backend.unpin("pinner", bob, sent.messageKey()).isPinned()).isFalse();
    assertThat(backend.pins("pinner", bob)).isEmpty();
  }

  @Test
  void reactionIsCountedUntilItIsTakenBack() {
    Recipient bob = Recipient.user("bob");
    Recipient reactor = Recipient.user("reactor");
    SentMessage sent = backend.send(OutgoingMessage.of("r1", "reactor", bob, "good?"));
    ReactionState set = backend.reactions().set("bob", reactor, sent.messageKey(), "👍/🏽");
    assertThat(set.isSet()).isTrue();
    assertThat(set.count()).isEqualTo(1);
    assertThat(backend.reactions().set("bob", reactor, sent.messageKey(), "👍/🏽")).isEqualTo(set);
    long sequence = sent.messageSequence();
    assertThat(backend.reactions().of("bob", reactor, sequence, sequence))
        .containsExactly(
            new AppReactions(sequence, List.of(new AppReactions.Sign("👍/🏽", 1, true))));
    assertThat(backend.reactions().reactors("reactor", bob, sequence, "👍/🏽"))
        .isEqualTo(new ReactorsPage(1, List.of("bob"), true));
    assertThat(backend.reactions().reactorsAfter("reactor", bob, sequence, "👍/🏽", "bob"))
        .isEqualTo(new ReactorsPage(1, List.of(), true));
    assertThat(backend.reactions().takeBack("bob", reactor, sent.messageKey(), "👍/🏽").count())
        .isZero();
    assertThat(backend.reactions().of("bob", reactor, sequence, sequence)).isEmpty();
  }

  @Test
  void editedMessageHasItsNewContentAlone() {
    Recipient bob = Recipient.user("bob");
    SentMessage sent =
        backend.send(OutgoingMessage.of("e1", "editor", bob, "teh").withExtra(List.of(1)));
    EditedMessage edited = backend.edit("bob", Recipient.user("editor"), sent.messageKey(), "the");
    assertThat(edited.messageId()).isEqualTo("e1");
    assertThat(edited.messageSequence()).isEqualTo(sent.messageSequence());
    assertThat(edited.editedTime()).isAfterOrEqualTo(sent.messageTime());
    assertThat(backend.edit("editor", bob, sent.messageKey(), "the")).isEqualTo(edited);
    assertThat(backend.history("bob", Recipient.user("editor"), 10).items())
        .singleElement()
        .satisfies(message -> {
          assertThat(message.text()).isEqualTo("the");
          assertThat(message.extra()).isNull();
          assertThat(message.editedTime()).isEqualTo(edited.editedTime());
          assertThat(message.messageTime()).isEqualTo(sent.messageTime());
        });
    backend.edit("editor", bob, sent.messageKey(), "the", Map.of("n", 1));
    assertThat(backend.history("editor", bob, 10).items())
        .singleElement()
        .satisfies(message -> assertThat(message.extra()).hasToString("{n=1}"));
  }

  @Test
  void refusalSaysWhy() {
    assertThatThrownBy(() -> send("refused", Recipient.user(""), "hi"))
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> {
              assertThat(e.code()).isEqualTo(MALFORMED);
              assertThat(e.problem().status()).isEqualTo(400);
              assertThat(e.problem().detail()).contains("toId").contains("expected");
              assertThat(e.mayRetry()).isFalse();
            });
  }

  @Test
  void wrongKeyIsRefused() {
    BackendClient stranger =
        BackendClient.of(BackendConfig.of(server.url(), HereServer.APP).withAdminKey("guessed"));
    assertThatThrownBy(() -> stranger.users().get("alice"))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.problem().status()).isEqualTo(401));
  }

  @Test
  void userOfAnyNameIsFound() {
    String name = "ä b/c?d&e+f%20";
    send("mallory", Recipient.user(name), "hi");
    assertThat(backend.users().get(name))
        .satisfies(user -> {
          assertThat(user.userId()).isEqualTo(name);
          assertThat(user.unreadCount()).isEqualTo(1);
          assertThat(user.online()).isFalse();
          assertThat(user.devices()).isEmpty();
        });
    backend.users().read(name, Recipient.user("mallory"), 1);
    assertThat(backend.users().get(name).unreadCount()).isZero();
    assertThat(backend.historyAfter(name, Recipient.user("mallory"), 0, 1).items()).hasSize(1);
    assertThat(backend.historyBefore(name, Recipient.user("mallory"), 1, 1).items()).isEmpty();
  }

  @Test
  void bansAndBlocksHoldUntilTheyAreLifted() {
    UserCalls users = backend.users();
    users.ban("banned", "spam");
    assertThat(users.get("banned").banned()).isTrue();
    users.banUntil("banned", "spam", Instant.parse("2100-01-01T00:00:00Z"));
    users.liftBan("banned");
    assertThat(users.get("banned").banned()).isFalse();
    users.block("bob", "blocked");
    assertThat(users.blocked("bob")).containsExactly("blocked");
    assertThatThrownBy(() -> send("blocked", Recipient.user("bob"), "hi"))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.code()).isEqualTo(NOT_ACCEPTED));
    users.liftBlock("bob", "blocked");
    assertThat(users.blocked("bob")).isEmpty();
  }

  @Test
  void receiptsAreSwitched() {
    assertThat(backend.users().receipts("shy")).isEqualTo(new ReceiptState(true, true, true));
    backend.users().setReceipts("shy", false);
    assertThat(backend.users().receipts("shy")).isEqualTo(new ReceiptState(false, false, true));
  }

  @Test
  void groupChangesFromItsCreationToItsEnd() {
    GroupCalls groups = backend.groups();
    assertThat(groups.put("g", "Team", "owner", List.of("a")).members())
        .containsExactly("a", "owner");
    assertThat(groups.addMembers("g", List.of("b", "c")).members()).hasSize(4);
    groups.removeMember("g", "c");
    assertThat(groups.setRole("g", "a", MemberRole.ADMIN).role()).isEqualTo(MemberRole.ADMIN);
    assertThat(groups.setRole("g", "b", MemberRole.MEMBER, true).muted()).isTrue();
    ResultPage<GroupMember> first = groups.members("g", "", 2);
    assertThat(first.items()).extracting(GroupMember::userId).containsExactly("a", "b");
    assertThat(first.completed()).isFalse();
    assertThat(groups.members("g", "b", 2).items())
        .containsExactly(new GroupMember("owner", MemberRole.OWNER, false));
    assertThat(groups.get("g").ownerId()).isEqualTo("owner");
    groups.dissolve("g");
    assertThat(groups.list("f", 1).items())
        .containsExactly(new GroupEntry("g", "Team", "owner", 3, true));
  }

  @Test
  void conversationsOfAUserComeInPages() {
    for (int i = 0; i < 3; i++) {
      send("sender-" + i, Recipient.user("popular"), "hi");
    }
    UserCalls users = backend.users();
    ResultPage<ConversationEntry> first = users.conversations("popular", 0, 2);
    assertThat(first.completed()).isFalse();
    assertThat(first.items())
        .extracting(ConversationEntry::with)
        .containsExactly(Recipient.user("sender-0"), Recipient.user("sender-1"));
    assertThat(first.items())
        .allSatisfy(entry -> {
          assertThat(entry.unreadCount()).isEqualTo(1);
          assertThat(entry.lastMessage())
              .hasValueSatisfying(m -> assertThat(m.text()).isEqualTo("hi"));
        });
    ResultPage<ConversationEntry> rest =
        users.conversations("popular", first.items().get(1).sequence(), 2);
    assertThat(rest.items()).hasSize(1);
    assertThat(rest.completed()).isTrue();
  }

  @Test
  void erasureSaysWhatItDid() {
    send("leaver", Recipient.user("bob"), "hi");
    assertThat(backend.users().erase("leaver")).isEqualTo(new ErasedUser("leaver", 0, 0, 1, 1, 0));
    assertThat(backend.users().erase("leaver").messages()).isZero();
  }

  @Test
  void pushTokenIsOneDevices() {
    UserCalls users = backend.users();
    users.setPushToken("pushed", DevicePushToken.of(3, "phone", "fcm", "token-1"));
    users.setPushToken("pushed", DevicePushToken.of(2, "iphone", "apns", "0a0b"));
    assertThat(users.pushTokens("pushed"))
        .extracting(DevicePushToken::service, DevicePushToken::token)
        .containsExactlyInAnyOrder(tuple("fcm", "token-1"), tuple("apns", "0a0b"));
    assertThat(users.pushTokens("pushed").get(0).registeredAt()).isAfter(Instant.EPOCH);
    assertThat(users.pushTokens("pushed").toString()).doesNotContain("token-1", "0a0b");
    users.removePushToken("pushed", 3, "phone");
    assertThat(users.pushTokens("pushed"))
        .extracting(DevicePushToken::imei)
        .containsExactly("iphone");
    users.removePushTokens("pushed");
    assertThat(users.pushTokens("pushed")).isEmpty();
  }

  @Test
  void directorySaysWhoUsersAre() {
    DirectoryCalls directory = backend.directory();
    directory.put(UserProfile.of("p1", "Pat 漢", "https://a.example/p", "{\"team\":1}"));
    directory.put(UserProfile.of("p2", "Patricia", "", ""));
    List<UserProfile> found = directory.of(List.of("p2", "nobody", "p1"));
    assertThat(found).extracting(UserProfile::userId).containsExactly("p2", "p1");
    assertThat(found.get(1).extra()).isEqualTo("{\"team\":1}");
    assertThat(found.get(1).changedAt()).isAfter(Instant.EPOCH);
    ProfilePage first = directory.search("PAT", "", 1);
    assertThat(first.profiles()).extracting(UserProfile::name).containsExactly("Pat 漢");
    ProfilePage second = directory.search("PAT", first.next().orElseThrow(), 1);
    assertThat(second.profiles()).extracting(UserProfile::userId).containsExactly("p2");
    assertThat(second.next()).isEmpty();
    directory.remove("p2");
    assertThat(directory.of(List.of("p2"))).isEmpty();
  }

  @Test
  void webhookIsListedTestedAndReplayed() {
    WebhookCalls webhooks = backend.webhooks();
    assertThat(webhooks.list())
        .singleElement()
        .satisfies(webhook -> {
          assertThat(webhook.name()).isEqualTo("backend");
          assertThat(webhook.host()).isEqualTo("127.0.0.1");
          assertThat(webhook.events()).contains("message.sent", "user.online");
          assertThat(webhook.told()).isTrue();
          assertThat(webhook.ended()).isFalse();
        });
    assertThat(webhooks.test("backend")).hasValueSatisfying(why -> assertThat(why).isNotEmpty());
    send("unheard", Recipient.user("bob"), "nobody takes this event");
    await().until(() -> webhooks.list().get(0).lastFailure().isPresent());
    assertThat(webhooks.replay("backend", Instant.EPOCH).from()).isNotNull();
    assertThatThrownBy(() -> webhooks.test("nowhere"))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.problem().status()).isEqualTo(404));
  }

  @Test
  void statsNameTheWebhook() {
    AppStats stats = backend.stats();
    assertThat(stats.usersOnline()).isZero();
    assertThat(stats.webhookLags()).containsOnlyKeys("backend");
  }
}
