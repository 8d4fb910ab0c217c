package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Change;
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
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: no statement walks over a table, whatever the tables held when it was planned. Method: a
/// real PostgreSQL notes the plan of every statement as it runs; all ports are asked while the
/// tables are empty, young and larger, over connections that stay and over new ones.
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
      Pattern.compile("(Seq Scan|Bitmap Heap Scan|Hash Join|Merge Join).*");

  /// Read whole: a row for each app, for each node, and for each version.
  private static final Pattern SMALL = Pattern.compile(".* on (apps|nodes|versions) .*");

  @TempDir private Path folder = Path.of("");
  private long stamp = 1;

  private long next() {
    return stamp++;
  }

  private Message message(ConversationId conversation, long sequence, UserId sender) {
    var id =
        new ClientMessageId(sender, ConversationNames.of(conversation).substring(2, 3) + sequence);
    var content = new Message.Sent(Payload.ofText("text"), Payload.NONE);
    return new Message(conversation, sequence, next(), id, content, sequence, 1);
  }

  private static void commit(ClusterEngine engine, List<Change> changes, long stamp) {
    try (Transaction transaction =
        engine.begin(reads -> {
          for (ConversationId conversation : List.of(DIRECT, GROUP)) {
            reads.member(conversation, ALICE);
            reads.message(conversation, 1);
            reads.messageAt(conversation, 1);
          }
          reads.sent(new ClientMessageId(ALICE, "l1"));
        })) {
      transaction.commit(changes, List.of(), stamp);
    }
  }

  /// Each kind of change, to both kinds of conversation.
  private void write(ClusterEngine engine) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.GroupPut(new Group(GROUP, "g", ALICE, 2, false, next())));
    List<Change> recalls = new ArrayList<>();
    for (ConversationId conversation : List.of(DIRECT, GROUP)) {
      for (UserId user : List.of(ALICE, BOB)) {
        changes.add(new Change.ParticipationPut(Participation.entered(user, conversation, next())));
        changes.add(new Change.MembershipPut(Membership.open(conversation, user, 0, 0, next())));
      }
      for (long sequence = 1; sequence <= 6; sequence++) {
        Message message = message(conversation, sequence, ALICE);
        changes.add(new Change.MessageAppended(message));
        if (sequence % 3 == 0) {
          recalls.add(new Change.MessageRecalled(message.recalledAt(1_000 + next())));
        }
      }
    }
    commit(engine, changes, 100);
    stamp = 2_000;
    commit(engine, recalls, 1_999);
    List<Change> floors = new ArrayList<>();
    for (ConversationId conversation : List.of(DIRECT, GROUP)) {
      floors.add(new Change.FloorRaised(conversation, 1, next()));
    }
    commit(engine, floors, stamp);
    engine.retention().due(_ -> 5, Optional.empty(), 9);
    engine.retention().delete(DIRECT);
    engine.retention().delete(GROUP);
  }

  /// One session ends with its device, one with its node.
  private void attend(ClusterEngine engine) {
    try (Transaction transaction = engine.begin(reads -> reads.app(1))) {
      List<News> news = new ArrayList<>();
      for (long session = 1; session <= 2; session++) {
        news.add(
            new News.LoggedIn(
                ALICE,
                new DeviceId(DeviceKind.IOS, "d" + session),
                new SessionId(session),
                LoginPolicy.ALL,
                transaction.node(),
                next()));
      }
      transaction.commit(List.of(), news, stamp);
    }
    try (Transaction transaction = engine.begin(reads -> reads.app(1))) {
      List<News> news = List.of(new News.LoggedOut(ALICE, new SessionId(1), next()));
      transaction.commit(List.of(), news, stamp);
    }
  }

  private static void readAll(ClusterEngine engine) {
    Readout.of(engine, EVERYTHING);
    engine.messages().newestBy(GROUP, ALICE, 9);
    engine.inboxes().pull(BOB, 3, PageLimit.of(2), new Bound(2, 1));
    Feed feed = engine.feed().orElseThrow();
    feed.online(1);
    feed.after(1, 0, 9);
    engine.deleteOldNews();
  }

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  @DisplayName("every statement uses indexes, on empty, young and larger tables")
  void indexesAlone() throws Exception {
    Map<String, String> settings =
        Map.of(
            "fsync", "off",
            "session_preload_libraries", "auto_explain",
            "auto_explain.log_min_duration", "0",
            "log_line_prefix", "%a ",
            "autovacuum", "off");
    try (PostgresServer server = PostgresServer.start(folder.resolve("pg"), 0, settings)) {
      PostgresConfig config =
          new PostgresConfig(
              server.url(), server.user(), server.password(), "plans", Durability.LOCAL, 1);
      try (ClusterEngine engine = Servers.open(config)) {
        readAll(engine);
        write(engine);
        attend(engine);
        readAll(engine);
        grow(server);
        readAll(engine);
      }
      try (ClusterEngine engine = Servers.open(config)) {
        readAll(engine);
      }
    }
    List<String> plans = plans();
    assertThat(plans).as("plans that were noted").hasSizeGreaterThan(200);
    assertThat(plans.stream().flatMap(plan -> faults(plan).stream())).isEmpty();
  }

  /// Other people's messages and memberships, many more than ours.
  private static void grow(PostgresServer server) throws SQLException {
    execute(
        server,
        """
        SET search_path = plans;
        INSERT INTO messages
          SELECT 2, 'g' || chr(9) || (n % 100), n / 100 + 1, n + 1, 'x', 'c' || n, n / 100 + 1, 1,
            'text', '', 0, 0
          FROM generate_series(0, 9999) AS n;
        INSERT INTO sent
          SELECT app, sender, client_id, conversation, sequence FROM messages WHERE app = 2;
        INSERT INTO memberships
          SELECT 2, 'g' || chr(9) || (n % 100), 'u' || n, 0, 9223372036854775807, 0, 0, 0, n
          FROM generate_series(0, 9999) AS n;
        INSERT INTO sessions
          SELECT n % 3, 2, n, 'u' || n, 'IOS', 'd', 4, n FROM generate_series(0, 9999) AS n;
        INSERT INTO participations
          SELECT app, member, conversation, false, false, 0, '', 0, changed_at FROM memberships
          WHERE app = 2;
        ANALYZE
        """);
  }

  /// What PostgreSQL noted of the engine's statements; lines that go on begin with a tab.
  private List<String> plans() throws IOException {
    return Stream.of(Files.readString(folder.resolve("pg/log")).split("\n(?=\\S)"))
        .filter(entry -> entry.startsWith("whaleshark ") && entry.contains("Query Text:"))
        .filter(entry -> !entry.contains("pg_catalog"))
        .toList();
  }

  /// The nodes of a plan that read more than they were asked for.
  private static List<String> faults(String plan) {
    List<String> faults = new ArrayList<>();
    List<String> lines = plan.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      boolean walks = WHOLE.matcher(lines.get(i)).find();
      boolean byIndex = BY_INDEX.matcher(lines.get(i)).find();
      boolean bounded = i + 1 < lines.size() && lines.get(i + 1).contains("Index Cond:");
      if ((walks || (byIndex && !bounded)) && !SMALL.matcher(lines.get(i)).matches()) {
        faults.add(lines.get(i).strip() + "\n" + plan);
      }
    }
    return faults;
  }
}
