package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.news.News;
import io.whaleshark.engine.cluster.PostgresConfig.Durability;
import io.whaleshark.services.PostgresServer;
import io.whaleshark.testkit.Readout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: no statement reads more than it needs, whatever the tables held when it was planned.
/// Method: a real PostgreSQL notes the plan of every statement as it runs, and the rows that it
/// looked at. All ports are asked while the tables are empty and young. Then the tables grow: the
/// conversations of ours, and many others of the app. What clients do is asked again, by statements
/// that were planned before, by new ones without statistics, and with them.
class PlansTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Direct DIRECT = ConversationId.Direct.between(ALICE, BOB);
  private static final ConversationId.Group GROUP = new ConversationId.Group(1, "g");
  private static final Readout.Questions EVERYTHING =
      new Readout.Questions(
          List.of(ALICE, BOB), List.of(DIRECT, GROUP), List.of(new Bound(3, 1), new Bound(99, 9)));

  /// A node of a plan that reads a table by an index.
  private static final Pattern BY_INDEX =
      Pattern.compile("Index (?:Only )?Scan.* on (?:\\w+\\.)?(\\w+)");

  private static final Pattern WHOLE =
      Pattern.compile("(Seq Scan|Bitmap Heap Scan|Hash Join|Merge Join|Materialize).*");

  /// How many rows one run of an index's node found.
  private static final Pattern FOUND = Pattern.compile("actual rows=(\\d+) loops=\\d+");

  private static final Pattern REMOVED = Pattern.compile("Rows Removed by .*: (\\d+)");

  /// More than any of our questions is about, also one about all tables and indexes of the schema,
  /// and much less than the tables hold.
  private static final int ROWS_AT_MOST = 50;

  private static final int GROWN = 5_000;

  /// How many rows a batch asks for at once: for many, a walk over a small table looks cheaper.
  private static final int BATCH = 25;

  /// Read whole: a row for each app, for each node, and for each version.
  private static final Pattern SMALL = Pattern.compile(".* on (apps|nodes|versions) .*");

  @TempDir private Path folder = Path.of("");
  private long stamp = 2;

  private long next() {
    return stamp++;
  }

  private static List<ConversationId> both() {
    return List.of(DIRECT, GROUP);
  }

  private Message message(ConversationId conversation, long sequence, UserId sender) {
    var id =
        new ClientMessageId(sender, ConversationNames.of(conversation).substring(2, 3) + sequence);
    var content = new Message.Sent(Payload.ofText("text"), Payload.NONE);
    long at = next();
    long time = sequence % 2 == 0 ? at : at - 1; // each other one was imported
    return new Message(conversation, sequence, at, time, id, content, sequence, 1);
  }

  private static PushToken token(int i, long stamp) {
    UserId user = new UserId(1, "banned" + i);
    return new PushToken(user, new DeviceId(DeviceKind.IOS, "d"), "apns", "token" + i, stamp);
  }

  private static void commit(ClusterEngine engine, List<Change> changes, long stamp) {
    try (Transaction transaction =
        engine.begin(reads -> {
          for (ConversationId conversation : both()) {
            reads.member(conversation, ALICE);
            reads.pins(conversation);
            for (int i = 1; i <= BATCH; i++) {
              reads.message(conversation, i);
              reads.messageAt(conversation, i);
              reads.reaction(conversation, i, "👍", ALICE);
              reads.reactionAt(conversation, i, "👍", ALICE);
            }
          }
          for (int i = 1; i <= BATCH; i++) {
            reads.member(new ConversationId.Group(1, "other" + i), ALICE);
            reads.pins(new ConversationId.Group(1, "other" + i));
            reads.sent(new ClientMessageId(ALICE, "a" + i));
            reads.reactionTo(new ClientMessageId(ALICE, "a" + i), "👍", ALICE);
            reads.ban(new UserId(1, "banned" + i));
            reads.block(new Block(ALICE, new UserId(1, "banned" + i)));
            reads.blockCount(new UserId(1, "banned" + i));
            reads.receiptSwitch(new UserId(1, "banned" + i));
            reads.pushTokens(new UserId(1, "banned" + i));
            reads.pushToken(token(i, 0).address());
            reads.profile(new UserId(1, "banned" + i));
          }
        })) {
      for (ConversationId conversation : both()) {
        transaction.sentCount(conversation, ALICE, transaction.head(conversation).sequence());
      }
      transaction.commit(changes, List.of(), stamp);
    }
  }

  /// Each kind of change, to both kinds of conversation.
  ///
  /// @param first the sequence of the first of six messages
  /// @param expired the newest sequence that expires
  private void write(ClusterEngine engine, long first, long expired) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.GroupPut(new Group(GROUP, "g", ALICE, 2, false, next())));
    List<Message> recalled = new ArrayList<>();
    for (ConversationId conversation : both()) {
      for (UserId user : List.of(ALICE, BOB)) {
        changes.add(new Change.ParticipationPut(Participation.entered(user, conversation, next())));
        changes.add(new Change.MembershipPut(Membership.open(conversation, user, 0, 0, next())));
      }
      for (long sequence = first; sequence < first + 6; sequence++) {
        Message message = message(conversation, sequence, ALICE);
        changes.add(new Change.MessageAppended(message));
        if (sequence % 3 == 0) {
          recalled.add(message);
        }
      }
    }
    commit(engine, changes, next());
    react(engine, first);
    List<Change> recalls = new ArrayList<>();
    for (Message message : recalled) {
      recalls.add(Change.MessageReplaced.of(message, message.recalledAt(next())));
    }
    for (ConversationId conversation : both()) {
      List<Pin> pins = List.of(new Pin(first, next()), new Pin(first + 3, next()));
      recalls.add(new Change.PinsPut(conversation, pins, next()));
    }
    for (int i = 0; i < BATCH; i++) {
      UserId banned = new UserId(1, "banned" + i);
      recalls.add(new Change.BanPut(new Ban(banned, "", 1, next())));
      recalls.add(new Change.BlockPut(new Block(ALICE, banned), next()));
      recalls.add(new Change.BlockPut(new Block(banned, ALICE), next()));
      recalls.add(new Change.ReceiptsSwitched(banned, false, next()));
      recalls.add(new Change.PushTokenPut(token(i, next())));
      recalls.add(new Change.ProfilePut(new Profile(banned, "Name " + i, "", "", next())));
    }
    commit(engine, recalls, next());
    List<Change> lifts = new ArrayList<>();
    for (int i = 1; i < BATCH; i++) {
      lifts.add(new Change.BlockLifted(new Block(ALICE, new UserId(1, "banned" + i)), next()));
      lifts.add(new Change.ReceiptsSwitched(new UserId(1, "banned" + i), true, next()));
      lifts.add(new Change.PushTokenRemoved(token(i, 0), next()));
      UserId gone = new UserId(1, "banned" + i);
      lifts.add(new Change.ProfileRemoved(new Profile(gone, "Name " + i, "", "", 0), next()));
    }
    commit(engine, lifts, next());
    List<Change> floors = new ArrayList<>();
    for (ConversationId conversation : both()) {
      floors.add(new Change.FloorRaised(conversation, expired, next()));
    }
    commit(engine, floors, next());
    engine.retention().due(_ -> stamp, Optional.empty(), 9);
    engine.retention().delete(DIRECT);
    engine.retention().delete(GROUP);
  }

  /// Everybody reacts to three messages, and takes it back at one of them.
  private void react(ClusterEngine engine, long first) {
    List<Change> changes = new ArrayList<>();
    for (ConversationId conversation : both()) {
      for (long sequence = first; sequence < first + 3; sequence++) {
        Tally alices = Tally.none(sequence).with("👍").with("❤️");
        changes.addAll(reactions(conversation, alices, ALICE));
        changes.addAll(reactions(conversation, alices.with("👍").with("❤️"), BOB));
      }
    }
    commit(engine, changes, next());
    List<Change> taken = new ArrayList<>();
    for (ConversationId conversation : both()) {
      for (UserId user : List.of(ALICE, BOB)) {
        Reaction reaction = new Reaction(first + 1, "👍", user);
        Tally left = Tally.none(first + 1);
        taken.add(new Change.ReactionPut(conversation, reaction, false, left, next()));
      }
    }
    commit(engine, taken, next());
  }

  /// A user sets all signs of a tally.
  private List<Change> reactions(ConversationId conversation, Tally after, UserId user) {
    return after.counts().stream()
        .map(count -> new Reaction(after.sequence(), count.sign(), user))
        .<Change>map(set -> new Change.ReactionPut(conversation, set, true, after, next()))
        .toList();
  }

  /// All sessions but one end with their devices, one ends with its node.
  private void attend(ClusterEngine engine) {
    List<SessionId> sessions = LongStream.rangeClosed(0, BATCH).mapToObj(SessionId::new).toList();
    tell(
        engine,
        (session, node) ->
            new News.LoggedIn(
                ALICE,
                new DeviceId(DeviceKind.IOS, "d" + session.value()),
                session,
                LoginPolicy.ALL,
                node,
                next()),
        sessions);
    tell(
        engine,
        (session, _) -> new News.LoggedOut(ALICE, session, next()),
        sessions.subList(0, BATCH));
    tell(
        engine,
        (session, _) ->
            new News.SignedOut(
                ALICE,
                Optional.of(new DeviceId(DeviceKind.IOS, "d" + session.value())),
                Optional.empty(),
                next()),
        sessions.subList(BATCH, BATCH + 1));
  }

  /// What becomes of a session of a node.
  private interface Becomes {
    News of(SessionId session, long node);
  }

  private void tell(ClusterEngine engine, Becomes becomes, List<SessionId> sessions) {
    try (Transaction transaction = engine.begin(reads -> reads.app(1))) {
      List<News> news =
          sessions.stream().map(session -> becomes.of(session, transaction.node())).toList();
      transaction.commit(List.of(), news, next());
    }
  }

  private static void readAll(ClusterEngine engine) {
    Readout.of(engine, EVERYTHING);
    readSome(engine);
  }

  /// What clients and nodes ask for, a few rows each.
  private static void readSome(ClusterEngine engine) {
    for (ConversationId conversation : both()) {
      engine.messages().after(conversation, 3, Long.MAX_VALUE, PageLimit.of(3));
      engine.messages().before(conversation, Long.MAX_VALUE, 3, PageLimit.of(3));
      engine.messages().messages(conversation, List.of(5L, 4L), PageLimit.of(2));
      engine.reactions().tallies(conversation, Optional.of(ALICE), 4_998, 5_003, 3);
      engine.reactions().tallies(conversation, Optional.empty(), 3, Long.MAX_VALUE, 3);
      engine.reactions().tally(conversation, 5_000);
      engine.reactions().reactors(conversation, 5_000, "👍", "", 3);
      engine.memberships().periods(conversation, ALICE);
      engine.memberships().periods(conversation, List.of(ALICE, new UserId(1, "banned0")));
      engine.conversations().item(ALICE, conversation);
      engine.conversations().participation(ALICE, conversation);
    }
    engine.messages().newestBy(GROUP, ALICE, Long.MAX_VALUE);
    engine.messages().authors(GROUP, 3, 9);
    engine.memberships().group(GROUP);
    engine.memberships().groups(1, "", 3);
    engine.memberships().groups(1, "f", 3);
    engine.memberships().members(GROUP, "", 3);
    for (Message message : engine.messages().after(GROUP, 3, Long.MAX_VALUE, PageLimit.of(3))) {
      engine.memberships().readCount(message);
      engine.memberships().audience(message, "", 3);
    }
    engine.conversations().changedAfter(ALICE, 0, 3);
    engine.conversations().unread(ALICE);
    engine.conversations().muted(GROUP, List.of(ALICE, BOB));
    engine.bans().of(ALICE);
    engine.blocks().of(ALICE);
    engine.receiptSwitches().isOff(ALICE);
    engine.pushTokens().pushTokens(ALICE);
    engine.directory().of(List.of(ALICE, new UserId(1, "banned0")));
    engine.directory().startingWith(1, "name", Directory.Place.FIRST, 9);
    engine.inboxes().newest(ALICE);
    engine.inboxes().pull(ALICE, 3, PageLimit.of(2), new Bound(2, 1));
    engine.inboxes().pull(ALICE, 3, PageLimit.of(2), new Bound(9, 9));
    Feed feed = engine.feed().orElseThrow();
    feed.online(1);
    feed.online(ALICE);
    feed.onlineAmong(List.of(ALICE, BOB));
    feed.count(1);
    try (Transaction transaction = engine.begin(reads -> reads.sessions(ALICE))) {
      transaction.sessions(ALICE);
    }
    feed.after(1, 0, 9);
    engine.deleteOldNews();
  }

  /// Also what is asked for Redis.
  private static void readAudience(Postgres postgres, ClusterEngine engine) {
    List<Message> messages = engine.messages().before(GROUP, Long.MAX_VALUE, 0, PageLimit.of(1));
    postgres.read(session -> Audiences.of(session, messages, 9));
  }

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  @DisplayName("every statement finds its rows by an index, whatever the tables held when planned")
  void indexesAlone() throws Exception {
    Map<String, String> settings =
        Map.of(
            "fsync", "off",
            "session_preload_libraries", "auto_explain",
            "auto_explain.log_min_duration", "0",
            "auto_explain.log_analyze", "on",
            "auto_explain.log_timing", "off",
            "log_line_prefix", "%a ",
            "autovacuum", "off");
    try (PostgresServer server = PostgresServer.start(folder.resolve("pg"), 0, settings)) {
      PostgresConfig config =
          new PostgresConfig(
              server.url(), server.user(), server.password(), "plans", Durability.LOCAL, 1);
      try (Postgres postgres = Postgres.open(config)) {
        try (ClusterEngine engine = Servers.open(config)) {
          readAll(engine);
          write(engine, 1, 1);
          attend(engine);
          readAll(engine);
          readAudience(postgres, engine);
          grow(server);
          live(server, engine, GROWN + 7, 2);
          readAudience(postgres, engine);
        }
        try (ClusterEngine engine = Servers.open(config)) {
          live(server, engine, GROWN + 13, 3);
          execute(server, "ANALYZE");
          live(server, engine, GROWN + 19, 4);
          readAudience(postgres, engine);
        }
      }
    }
    List<String> plans = plans();
    assertThat(plans).as("plans that were noted").hasSizeGreaterThan(200);
    assertThat(plans.stream().flatMap(plan -> faults(plan).stream())).isEmpty();
  }

  /// Asks and writes as long as all nodes have many sessions of another app.
  private void live(PostgresServer server, ClusterEngine engine, long first, long expired)
      throws SQLException {
    execute(
        server,
        """
        INSERT INTO plans.sessions
        SELECT incarnation, 2, n, 'u' || n, 'IOS', 'd', 4, n
        FROM plans.nodes, generate_series(1, %d) AS n
        """
            .formatted(GROWN));
    stamp = Math.max(stamp, engine.newestStamp()) + 1; // a node that took leave has drawn one
    write(engine, first, expired);
    attend(engine);
    readSome(engine);
    execute(server, "DELETE FROM plans.sessions WHERE app = 2"); // a node that ends reads its own
  }

  /// Both of our conversations get many messages and, the group, members; a thousand others exist.
  private void grow(PostgresServer server) throws SQLException {
    stamp = 20_000_000;
    execute(
        server,
        """
        SET search_path = plans;
        INSERT INTO messages
          SELECT 1, c, n, 10000000 + n, CASE WHEN c < 'g' THEN 'bob' ELSE 'u' || n END,
            left(c, 1) || 'x' || n, n - 6, 1, 'text', '', 0, 0
          FROM unnest(ARRAY['%2$s', '%3$s']) AS c, generate_series(7, 6 + %1$d) AS n;
        UPDATE conversations SET newest_sequence = 6 + %1$d, newest_stamp = 10000006 + %1$d;
        INSERT INTO messages
          SELECT 1, 'g' || chr(9) || 'o' || n / 5, n %% 5 + 1, 10000000 + n, 'x', 'c' || n,
            n %% 5 + 1, 1, 'text', '', CASE n %% 5 WHEN 0 THEN 11000000 + n ELSE 0 END, 0
          FROM generate_series(1, %1$d) AS n;
        INSERT INTO sent SELECT app, sender, client_id, conversation, sequence FROM messages
          ON CONFLICT DO NOTHING;
        INSERT INTO conversations (app, conversation, newest_sequence, newest_stamp)
          SELECT app, conversation, max(sequence), max(stamp) FROM messages
          GROUP BY app, conversation ON CONFLICT DO NOTHING;
        INSERT INTO memberships
          SELECT 1, c, 'u' || n, 0, 9223372036854775807, 0, 0, 0, n
          FROM generate_series(1, %1$d) AS n,
            LATERAL unnest(ARRAY['%3$s', 'g' || chr(9) || 'o' || n / 5]) AS c;
        INSERT INTO participations
          SELECT app, member, conversation, false, false, 0, '', 0, changed_at FROM memberships
          ON CONFLICT DO NOTHING;
        INSERT INTO expired_ordinals
          SELECT 1, '%3$s', 'e' || n, 1, 1 FROM generate_series(1, %1$d) AS n;
        INSERT INTO tallies
          SELECT app, conversation, sequence, ARRAY['👍', '❤️'], ARRAY[2, 2] FROM messages
          ON CONFLICT DO NOTHING;
        INSERT INTO reactions
          SELECT 1, c, s, sign, 'u' || n FROM generate_series(1, %1$d) AS n,
            unnest(ARRAY['%2$s', '%3$s']) AS c, unnest(ARRAY['👍', '❤️']) AS sign,
            unnest(ARRAY[4999, 5000]) AS s
          ON CONFLICT DO NOTHING;
        INSERT INTO news
          SELECT 1, 9000000000000000000 + n, 0, '', '[]' FROM generate_series(1, %1$d) AS n;
        """
            .formatted(GROWN, ConversationNames.of(DIRECT), ConversationNames.of(GROUP)));
  }

  /// What PostgreSQL noted of the engine's statements; lines that go on begin with a tab.
  private List<String> plans() throws IOException {
    return Stream.of(Files.readString(folder.resolve("pg/log")).split("\n(?=\\S)"))
        .filter(entry -> entry.startsWith("whaleshark ") && entry.contains("Query Text:"))
        .filter(entry -> !entry.contains("pg_catalog"))
        .toList();
  }

  /// What a plan reads more than it was asked for.
  private static List<String> faults(String plan) {
    List<String> faults = new ArrayList<>();
    List<String> lines = plan.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean walks = WHOLE.matcher(line).find();
      boolean byIndex = BY_INDEX.matcher(line).find();
      boolean bounded = i + 1 < lines.size() && lines.get(i + 1).contains("Index Cond:");
      boolean finds = byIndex && isMany(FOUND, line);
      boolean isFault = walks || (byIndex && !bounded) || finds || isMany(REMOVED, line);
      if (isFault && !SMALL.matcher(line).matches()) {
        faults.add(line.strip() + "\n" + plan);
      }
    }
    return faults;
  }

  private static boolean isMany(Pattern count, String line) {
    Matcher rows = count.matcher(line);
    return rows.find() && Long.parseLong(rows.group(1)) > ROWS_AT_MOST;
  }
}
