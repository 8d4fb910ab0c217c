package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Push;
import io.whaleshark.engine.cluster.RunningNode.Device;
import io.whaleshark.testkit.ForwardingEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: the devices of every node hear what all nodes commit, once and in order. Method: whole
/// nodes over one real PostgreSQL, with devices that keep what they are pushed.
@ExtendWith(Servers.class)
@Timeout(120)
class NewsOfNodesTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Group GROUP = new ConversationId.Group(1, "g");

  /// An engine as a node sees it that nobody tells of news.
  private static final class Deaf extends ForwardingEngine {

    private final Feed news;

    Deaf(Engine engine) {
      super(engine);
      this.news = engine.feed().orElseThrow();
    }

    @Override
    public Optional<Feed> feed() {
      return Optional.of(
          new Feed() {
            @Override
            public Online online(int app) {
              return news.online(app);
            }

            @Override
            public Page after(int app, long stamp, int limit) {
              return news.after(app, stamp, limit);
            }

            @Override
            public void listen(Listener listener) {}
          });
    }
  }

  private static void makeGroup(RunningNode node) {
    node.ask(reply ->
        new Command.PutGroup(Actor.ADMINISTRATION, GROUP, "g", ALICE, List.of(ALICE, BOB), reply));
  }

  @Test
  @DisplayName(
      "P4 while two nodes commit to one app at once, each device hears all, once, in order")
  void bothAtOnce() throws Exception {
    PostgresConfig config = Servers.config("both_at_once");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config)) {
      makeGroup(one);
      Device alice = one.logIn(ALICE);
      Device bob = other.logIn(BOB);
      Thread sending =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 50; i++) {
                  one.send(alice, GROUP, "a" + i);
                }
              });
      List<Long> bobs = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        bobs.add(other.send(bob, GROUP, "b" + i).sequence());
      }
      sending.join();
      List<Push.InboxEntry> toAlice = alice.entries(50);
      assertThat(toAlice).extracting(entry -> entry.message().sequence()).isEqualTo(bobs);
      assertThat(bob.entries(50))
          .extracting(entry -> entry.message().sequence())
          .isEqualTo(
              LongStream.rangeClosed(1, 100).boxed().filter(each -> !bobs.contains(each)).toList());
      assertThat(other.engine().inboxes().newest(BOB)).isGreaterThan(0);
    }
  }

  @Test
  @DisplayName("P4 so it is where nodes poke each other by Redis, in both directions")
  void poked() throws Exception {
    PostgresConfig config = Servers.config("poked");
    try (RunningNode one = RunningNode.start(Servers.open(config, Servers.redis()));
        RunningNode other = RunningNode.start(Servers.open(config, Servers.redis()))) {
      makeGroup(one);
      Device alice = one.logIn(ALICE);
      Device bob = other.logIn(BOB);
      int sent = 0;
      while (one.engine().pokes() == 0 || other.engine().pokes() == 0) {
        one.send(alice, GROUP, "a" + sent);
        other.send(bob, GROUP, "b" + sent);
        sent++;
      }
      assertThat(alice.entries(sent)).hasSize(sent);
      assertThat(bob.entries(sent)).hasSize(sent);
    }
  }

  @Test
  @DisplayName("P4 a login is told no older end of the inbox than another node has shown")
  void newestOnAnyNode() throws Exception {
    PostgresConfig config = Servers.config("newest");
    ClusterEngine engine = Servers.open(config);
    try (RunningNode one = RunningNode.start(config);
        RunningNode behind = RunningNode.start(engine, new Deaf(engine))) {
      makeGroup(one);
      Device bob = one.logIn(BOB);
      Device alice = one.logIn(ALICE);
      Device there = behind.logIn(ALICE, "there before");
      for (int i = 0; i < 3; i++) {
        one.send(bob, GROUP, "m" + i);
      }
      long seen = alice.entries(3).getLast().message().inboxPosition();
      Device moved = behind.logIn(ALICE, "moved");
      assertThat(moved.inboxEnd()).isEqualTo(seen);
      assertThat(there.entries(3)).as("its news was told first").hasSize(3);
      assertThat(moved.entries(0)).isEmpty();
      one.send(bob, GROUP, "m3");
      assertThat(behind.logIn(BOB).inboxEnd()).as("of who is loaded").isGreaterThan(seen);
    }
  }

  @Test
  @DisplayName("P4 a node that hears of a message after its recall lets its inboxes end there, too")
  void recalledBeforeItWasHeardOf() throws Exception {
    PostgresConfig config = Servers.config("recalled_before");
    ClusterEngine engine = Servers.open(config);
    try (RunningNode one = RunningNode.start(config);
        RunningNode behind = RunningNode.start(engine, new Deaf(engine))) {
      makeGroup(one);
      Device bob = one.logIn(BOB);
      Device there = behind.logIn(ALICE, "there before");
      long before = engine.newestStamp();
      Message sent = one.send(bob, GROUP, "sent");
      one.ask(reply -> new Command.Withdraw(GROUP, sent.stamp(), reply));
      assertThat(engine.feed().orElseThrow().after(1, before, 10).news())
          .satisfiesExactly(
              news -> assertMoved(news, sent.stamp()),
              news -> assertThat(news).isInstanceOf(News.MessageReplaced.class));
      behind.logIn(ALICE, "makes its node hear");
      assertThat(there.entries(1).getFirst().previousPosition())
          .as("which the device does not have, so it pulls")
          .isEqualTo(sent.stamp());
    }
  }

  @Test
  @DisplayName("P4 a node that hears late of a message and its edits tells the newest one alone")
  void editedBeforeItWasHeardOf() throws Exception {
    ClusterEngine engine = Servers.open(Servers.config("edited_before"));
    try (RunningNode one = RunningNode.start(engine)) {
      makeGroup(one);
      Device bob = one.logIn(BOB);
      long before = engine.newestStamp();
      Message sent = one.send(bob, GROUP, "sent");
      rewrite(one, sent, "first");
      long first = engine.inboxes().newest(BOB);
      rewrite(one, sent, "second");
      assertThat(engine.feed().orElseThrow().after(1, before, 10).news())
          .satisfiesExactly(
              news -> assertMoved(news, sent.stamp()),
              news -> assertMoved(news, first),
              news ->
                  assertThat(news)
                      .isInstanceOfSatisfying(
                          News.MessageReplaced.class,
                          replaced -> assertSecond(replaced.message(), first)));
    }
  }

  private static void rewrite(RunningNode node, Message sent, String text) {
    Message.Sent content = new Message.Sent(Payload.ofText('"' + text + '"'), Payload.NONE);
    node.ask(reply -> new Command.Rewrite(GROUP, sent.stamp(), content, reply));
  }

  private static void assertMoved(News news, long from) {
    assertThat(news)
        .isInstanceOfSatisfying(
            News.Superseded.class, moved -> assertThat(moved.position()).isEqualTo(from));
  }

  private static void assertSecond(Message message, long first) {
    assertThat(message.inboxPosition()).isGreaterThan(first);
    assertThat(message.newest().orElseThrow().body()).isEqualTo(Payload.ofText("\"second\""));
  }

  @Test
  @DisplayName("P4 what a node committed before it died is told by the others")
  void diedAfterItsCommit() throws Exception {
    PostgresConfig config = Servers.config("died");
    try (RunningNode one = RunningNode.start(config);
        ClusterEngine dead = Servers.open(config)) {
      makeGroup(one);
      Device alice = one.logIn(ALICE);
      try (Transaction transaction = dead.begin(reads -> reads.conversation(GROUP))) {
        long stamp = transaction.newestStamp() + 1;
        Message message =
            new Message(
                GROUP,
                1,
                stamp,
                new ClientMessageId(BOB, "last words"),
                new Message.Sent(Payload.ofText("text"), Payload.NONE),
                1,
                1);
        transaction.commit(
            List.of(new Change.MessageAppended(message)),
            List.of(new News.MessageSent(message, SessionId.random(), false)),
            stamp);
        assertThat(alice.entries(1)).extracting(Push.InboxEntry::message).containsExactly(message);
      }
    }
  }

  @Test
  @DisplayName("P4 where news is gone already, the page says so, and so it does of a gap")
  void newsIsGone() throws Exception {
    PostgresConfig config = Servers.config("gone");
    try (RunningNode one = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      makeGroup(one);
      Device alice = one.logIn(ALICE);
      Feed feed = one.engine().feed().orElseThrow();
      long before = feed.online(1).stamp();
      one.send(alice, GROUP, "first");
      one.send(alice, GROUP, "second");
      Feed.Page whole = feed.after(1, before, 9);
      assertThat(whole.isWhole()).isTrue();
      assertThat(whole.news()).hasSize(2);
      postgres.write(session ->
          session.update(
              "DELETE FROM news WHERE stamp = (SELECT min(stamp) FROM news WHERE stamp > ?)",
              before));
      assertThat(feed.after(1, before, 9).isWhole()).isFalse();
      postgres.write(session -> session.update("DELETE FROM news"));
      Feed.Page empty = feed.after(1, before, 9);
      assertThat(empty.isWhole()).isFalse();
      assertThat(empty.upTo()).isEqualTo(feed.online(1).stamp());
    }
  }

  /// A batch of a node of a newer version.
  private static void newer(Postgres postgres, String body) {
    postgres.write(session ->
        session.update(
            """
            WITH a AS (UPDATE apps SET newest_stamp = newest_stamp + 1 WHERE app = 1
              RETURNING newest_stamp)
            INSERT INTO news (app, stamp, previous, node, body)
            SELECT 1, newest_stamp, newest_stamp - 1, 'newer', ? FROM a
            """,
            body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[{'kind':'newer'}] | true",
        "[{'kind':'in','user':'carol','deviceKind':'HOLOGRAM'}] | true",
        "[{'kind':'out'}] | false",
        "[{'kind':'gone'}] | false",
        "[{'kind':'sent','conversation':'gnobody','sequence':1,'by':1}] | false",
        "[{'kind':'sent','conversation':'g\tnobody','sequence':1,'by':1}] | true",
        "[{'kind':'dissolved','conversation':'g\tg'}] | false",
        "[{'kind':'received','conversation':'g\tg','user':'alice'}] | false",
        "[{'kind':'renamed','conversation':'d\talice\tbob'}] | false",
        "nothing | false",
      })
  @DisplayName("news that a node cannot read holds up nothing after it")
  void unreadable(String body, boolean isWhole) throws Exception {
    PostgresConfig config = Servers.config("unreadable");
    try (RunningNode one = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      makeGroup(one);
      Feed feed = one.engine().feed().orElseThrow();
      long before = feed.online(1).stamp();
      newer(postgres, body.replace('\'', '"').replace("\t", "\\t"));
      Device alice = one.logIn(ALICE);
      Feed.Page page = feed.after(1, before, 9);
      assertThat(page.isWhole()).isEqualTo(isWhole);
      assertThat(page.news()).hasExactlyElementsOfTypes(News.Unknown.class, News.LoggedIn.class);
      one.logOut(alice);
    }
  }

  @Test
  @DisplayName("P4 news of a kind that a node does not know holds up nothing after it")
  void unknownKind() throws Exception {
    PostgresConfig config = Servers.config("unknown_kind");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      makeGroup(one);
      Device alice = one.logIn(ALICE);
      Device bob = other.logIn(BOB);
      long before = other.send(bob, GROUP, "before").inboxPosition();
      alice.entries(1);
      newer(postgres, "[{\"kind\":\"newer\"}]");
      long after = other.send(bob, GROUP, "after").inboxPosition();
      Message more = other.send(bob, GROUP, "more");
      List<Push.InboxEntry> told = alice.entries(2);
      while (told.getLast().message().sequence() != more.sequence()) {
        told = alice.entries(told.size() + 1);
      }
      // If both were there when the node looked what it could not tell, it pushes the last alone:
      // one
      // that follows nothing that the device has, so the device pulls.
      long previous = told.getLast().previousPosition();
      if (told.size() == 3) {
        assertThat(previous).isEqualTo(after);
      } else {
        assertThat(previous).isNotEqualTo(before);
      }
    }
  }

  @Test
  @DisplayName("a damaged message is unknown, and the others of the same page are told")
  void damagedMessage() throws Exception {
    PostgresConfig config = Servers.config("damaged_message");
    try (RunningNode one = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      makeGroup(one);
      Device alice = one.logIn(ALICE);
      Feed feed = one.engine().feed().orElseThrow();
      long before = feed.online(1).stamp();
      one.send(alice, GROUP, "healthy");
      Message damaged = one.send(alice, GROUP, "damaged");
      postgres.write(session ->
          session.update("UPDATE messages SET client_id = '' WHERE stamp = ?", damaged.stamp()));
      assertThat(feed.after(1, before, 9).news())
          .hasExactlyElementsOfTypes(News.MessageSent.class, News.Unknown.class);
    }
  }

  @Test
  @DisplayName("a session that a newer node wrote is left out, and keeps nobody from logging in")
  void unknownSession() {
    PostgresConfig config = Servers.config("unknown_session");
    try (RunningNode one = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      one.logIn(ALICE);
      postgres.write(session ->
          session.update(
              "INSERT INTO sessions (node, app, session, member, kind, device, policy, stamp)"
                  + " SELECT node, app, session + 1, 'bob', 'HOLOGRAM', device, policy, stamp"
                  + " FROM sessions"));
      Feed feed = one.engine().feed().orElseThrow();
      assertThat(feed.online(1).sessions()).extracting(News.LoggedIn::user).containsExactly(ALICE);
      try (RunningNode other = RunningNode.start(config)) {
        other.logIn(BOB);
      }
    }
  }
}
