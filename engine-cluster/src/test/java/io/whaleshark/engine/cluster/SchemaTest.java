package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.engine.cluster.PostgresConfig.Durability;
import io.whaleshark.engine.cluster.health.ServiceHealth;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: a node works with tables that it understands, on a server that can keep what it is given,
/// or says what is wrong. Method: a real PostgreSQL, spoiled in one way each.
@ExtendWith(Servers.class)
class SchemaTest {

  private static void run(String... statements) throws SQLException {
    var server = Servers.postgres();
    try (Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /// What takes back each version of the schema, the second first.
  private static final List<List<String>> UNDONE =
      List.of(
          List.of("ALTER TABLE $.memberships DROP COLUMN admin, DROP COLUMN muted"),
          List.of("DROP TABLE $.bans"),
          List.of("DROP TABLE $.blocks"),
          List.of(
              "ALTER TABLE $.participations DROP COLUMN erased_up_to, DROP COLUMN erased_own,"
                  + " DROP COLUMN erased_at"),
          List.of(
              "DROP TABLE $.receipts_off",
              "ALTER TABLE $.participations DROP COLUMN unshared_read, DROP COLUMN unshared_own"),
          List.of("DROP TABLE $.push_tokens"),
          List.of(
              "ALTER TABLE $.messages DROP COLUMN sent_at",
              "ALTER TABLE $.conversations DROP COLUMN newest_sent_at"),
          List.of("DROP TABLE $.profiles"),
          List.of("ALTER TABLE $.messages DROP COLUMN edited_at"),
          List.of("DROP TABLE $.pins"),
          List.of("DROP TABLE $.reactions", "DROP TABLE $.tallies"));

  /// Makes tables as a version before made them.
  private static PostgresConfig older(String schema, int version) throws SQLException {
    PostgresConfig config = Servers.config(schema);
    Servers.open(config).close();
    assertThat(UNDONE).as("all versions but the first").hasSize(Schema.VERSION - 1);
    for (List<String> statements : UNDONE.subList(version - 1, UNDONE.size()).reversed()) {
      run(statements.stream().map(sql -> sql.replace("$", schema)).toArray(String[]::new));
    }
    run("DELETE FROM %s.versions WHERE version > %d".formatted(schema, version));
    return config;
  }

  private static PostgresConfig in(String database, String user, String password) {
    String url = Servers.postgres().url().replaceFirst("/[^/]*$", "/" + database);
    return new PostgresConfig(url, user, password, "whaleshark", Durability.LOCAL, 1);
  }

  private static void assertRefused(PostgresConfig config, String why) {
    assertThatThrownBy(() -> Servers.open(config).close())
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(why);
  }

  @Test
  @DisplayName("tables are made once; whoever comes next finds them")
  void madeOnce() {
    PostgresConfig config = Servers.config("made_once");
    for (int i = 0; i < 2; i++) {
      try (ClusterEngine engine = Servers.open(config)) {
        assertThat(engine.newestStamp()).isZero();
      }
    }
  }

  @Test
  @DisplayName("tables of a newer version are refused, and left as they are")
  void newerVersion() throws SQLException {
    PostgresConfig config = Servers.config("newer");
    Servers.open(config).close();
    run("INSERT INTO newer.versions VALUES (99, now())");
    assertRefused(config, "version 99 (expected: at most " + Schema.VERSION + ",");
  }

  @Test
  @DisplayName("in tables of version 1, everyone is a plain member")
  void membersOfVersion1() throws SQLException {
    PostgresConfig config = older("older", 1);
    ConversationId.Group group = new ConversationId.Group(1, "team");
    run(
        "INSERT INTO older.memberships VALUES (1, '%s', 'bob', 0, %d, 0, 0, 0, 7)"
            .formatted(ConversationNames.of(group), Membership.OPEN));
    try (ClusterEngine engine = Servers.open(config)) {
      assertThat(engine.memberships().present(group, "", 9))
          .containsExactly(Membership.open(group, new UserId(1, "bob"), 0, 0, 7));
    }
  }

  @Test
  @DisplayName("in tables of version 2, nobody is banned, and everybody can be")
  void bansOfVersion2() throws SQLException {
    PostgresConfig config = older("older_two", 2);
    UserId bob = new UserId(1, "bob");
    try (ClusterEngine engine = Servers.open(config)) {
      assertThat(engine.bans().of(bob)).isEmpty();
      run("INSERT INTO older_two.bans VALUES (1, 'bob', 'spam', %d, 7)".formatted(Ban.FOR_EVER));
      assertThat(engine.bans().of(bob)).contains(new Ban(bob, "spam", Ban.FOR_EVER, 7));
    }
  }

  @Test
  @DisplayName("in tables of version 3, nobody blocks anybody, and everybody can")
  void blocksOfVersion3() throws SQLException {
    PostgresConfig config = older("older_three", 3);
    UserId bob = new UserId(1, "bob");
    try (ClusterEngine engine = Servers.open(config)) {
      assertThat(engine.blocks().of(bob)).isEmpty();
      run("INSERT INTO older_three.blocks VALUES (1, 'bob', 'eve')");
      assertThat(engine.blocks().of(bob)).containsExactly(new UserId(1, "eve"));
    }
  }

  @Test
  @DisplayName("in tables of version 4, nothing was erased for anybody")
  void listsOfVersion4() throws SQLException {
    PostgresConfig config = older("older_four", 4);
    UserId bob = new UserId(1, "bob");
    ConversationId.Group group = new ConversationId.Group(1, "team");
    run(
        "INSERT INTO older_four.participations VALUES (1, 'bob', '%s', true, false, -1, '', 0, 7)"
            .formatted(ConversationNames.of(group)));
    try (ClusterEngine engine = Servers.open(config)) {
      assertThat(engine.conversations().of(bob))
          .containsExactly(
              Participation.entered(bob, group, 7).set(true, false, Participation.SHOWN, 7));
    }
  }

  @Test
  @DisplayName("in tables of version 5, all receipts are on, and nothing was read unseen")
  void receiptsOfVersion5() throws SQLException {
    PostgresConfig config = older("older_five", 5);
    UserId bob = new UserId(1, "bob");
    ConversationId.Group group = new ConversationId.Group(1, "team");
    run(
        "INSERT INTO older_five.participations"
            + " VALUES (1, 'bob', '%s', false, false, -1, '', 0, 7, 4, 2, 6)"
                .formatted(ConversationNames.of(group)));
    try (ClusterEngine engine = Servers.open(config)) {
      Participation listed = engine.conversations().of(bob).getFirst();
      assertThat(listed.unshared()).isEqualTo(Participation.Unshared.NOTHING);
      assertThat(listed.erased()).isEqualTo(new Participation.Erased(4, 2, 6));
      assertThat(engine.receiptSwitches().isOff(bob)).isFalse();
      run("INSERT INTO older_five.receipts_off VALUES (1, 'bob')");
      assertThat(engine.receiptSwitches().isOff(bob)).isTrue();
    }
  }

  @Test
  @DisplayName("in tables of version 6, nobody has a push token, and everybody may get one")
  void pushTokensOfVersion6() throws SQLException {
    PostgresConfig config = older("older_six", 6);
    UserId bob = new UserId(1, "bob");
    try (ClusterEngine engine = Servers.open(config)) {
      assertThat(engine.pushTokens().pushTokens(bob)).isEmpty();
      PushToken token =
          new PushToken(bob, new DeviceId(DeviceKind.IOS, "phone"), "apns", "token", 5);
      try (Transaction transaction = engine.begin(reads -> reads.pushToken(token.address()))) {
        transaction.commit(List.of(new Change.PushTokenPut(token)), List.of(), 5);
      }
      assertThat(engine.pushTokens().pushTokens(bob)).containsExactly(token);
    }
  }

  @Test
  @DisplayName("in tables of version 7, every message was sent here")
  void messagesOfVersion7() throws SQLException {
    PostgresConfig config = older("older_seven", 7);
    ConversationId.Group group = new ConversationId.Group(1, "team");
    String name = ConversationNames.of(group);
    run(
        "INSERT INTO older_seven.conversations (app, conversation, newest_sequence, newest_stamp)"
            + " VALUES (1, '%s', 1, 9)".formatted(name),
        "INSERT INTO older_seven.messages"
            + " VALUES (1, '%s', 1, 9, 'bob', 'id', 1, 1, '1', '', 0, 0)".formatted(name));
    try (ClusterEngine engine = Servers.open(config)) {
      assertThat(engine.messages().message(group, 1).orElseThrow().time()).isEqualTo(9);
      try (Transaction transaction = engine.begin(reads -> reads.conversation(group))) {
        assertThat(transaction.head(group)).isEqualTo(new Head(1, 9));
      }
    }
  }

  @Test
  @DisplayName("in tables of version 8, nobody has a profile, and everybody may get one")
  void profilesOfVersion8() throws SQLException {
    PostgresConfig config = older("older_eight", 8);
    UserId bob = new UserId(1, "bob");
    try (ClusterEngine engine = Servers.open(config)) {
      assertThat(engine.directory().of(List.of(bob))).isEmpty();
      Profile profile = new Profile(bob, "Bob", "", "", 5);
      try (Transaction transaction = engine.begin(reads -> reads.profile(bob))) {
        transaction.commit(List.of(new Change.ProfilePut(profile)), List.of(), 5);
      }
      assertThat(engine.directory().of(List.of(bob))).containsExactly(profile);
    }
  }

  @Test
  @DisplayName("in tables of version 9, nothing was edited, and a tombstone is one")
  void messagesOfVersion9() throws SQLException {
    PostgresConfig config = older("older_nine", 9);
    ConversationId.Group group = new ConversationId.Group(1, "team");
    String name = ConversationNames.of(group);
    run(
        "INSERT INTO older_nine.conversations (app, conversation, newest_sequence, newest_stamp)"
            + " VALUES (1, '%s', 2, 9)".formatted(name),
        "INSERT INTO older_nine.messages"
            + " VALUES (1, '%s', 1, 8, 'bob', 'id', 1, 1, '1', '', 0, 0)".formatted(name),
        "INSERT INTO older_nine.messages"
            + " VALUES (1, '%s', 2, 9, 'bob', 'id2', 2, 1, '', '', 10, 7)".formatted(name));
    try (ClusterEngine engine = Servers.open(config)) {
      assertThat(engine.messages().message(group, 1).orElseThrow().isReplaced()).isFalse();
      assertThat(engine.messages().message(group, 2).orElseThrow().content())
          .isEqualTo(new Message.Recalled(10, 7));
    }
  }

  @Test
  @DisplayName("in tables of version 10, nothing is pinned, and everything may be")
  void pinsOfVersion10() throws SQLException {
    PostgresConfig config = older("older_ten", 10);
    ConversationId.Group group = new ConversationId.Group(1, "team");
    try (ClusterEngine engine = Servers.open(config)) {
      assertThat(engine.pins().of(group)).isEmpty();
      List<Pin> pins = List.of(new Pin(1, 5));
      try (Transaction transaction = engine.begin(reads -> reads.pins(group))) {
        transaction.commit(List.of(new Change.PinsPut(group, pins, 6)), List.of(), 6);
      }
      assertThat(engine.pins().of(group)).isEqualTo(pins);
    }
  }

  @Test
  @DisplayName("in tables of version 11, nobody has reacted, and everybody may")
  void reactionsOfVersion11() throws SQLException {
    PostgresConfig config = older("older_eleven", 11);
    ConversationId.Group group = new ConversationId.Group(1, "team");
    String name = ConversationNames.of(group);
    run(
        "INSERT INTO older_eleven.messages"
            + " VALUES (1, '%s', 1, 8, 'bob', 'id', 1, 1, '1', '', 0, 0)".formatted(name));
    UserId bob = new UserId(1, "bob");
    Reaction reaction = new Reaction(1, "👍", bob);
    try (ClusterEngine engine = Servers.open(config)) {
      assertThat(engine.reactions().tally(group, 1)).isEqualTo(Tally.none(1));
      Tally tally = Tally.none(1).with("👍");
      try (Transaction transaction = engine.begin(reads -> reads.reaction(group, 1, "👍", bob))) {
        assertThat(transaction.isSet(group, reaction)).isFalse();
        transaction.commit(
            List.of(new Change.ReactionPut(group, reaction, true, tally, 9)), List.of(), 9);
      }
      assertThat(engine.reactions().tally(group, 1)).isEqualTo(tally);
      assertThat(engine.reactions().reactors(group, 1, "👍", "", 9)).containsExactly(bob);
    }
  }

  @Test
  @DisplayName("what a node of version 11 recalls is shown without the reactions that it left")
  void recalledByVersion11() throws SQLException {
    PostgresConfig config = Servers.config("beside_eleven");
    ConversationId.Group group = new ConversationId.Group(1, "team");
    String name = ConversationNames.of(group);
    try (ClusterEngine engine = Servers.open(config)) {
      run(
          "INSERT INTO beside_eleven.messages"
              + " VALUES (1, '%s', 1, 8, 'bob', 'id', 1, 1, '', '', 9, 7)".formatted(name),
          "INSERT INTO beside_eleven.reactions VALUES (1, '%s', 1, '👍', 'bob')".formatted(name),
          "INSERT INTO beside_eleven.tallies VALUES (1, '%s', 1, '{👍}', '{1}')".formatted(name));
      assertThat(engine.reactions().tally(group, 1)).isEqualTo(Tally.none(1));
      assertThat(engine.reactions().tallies(group, Optional.empty(), 0, 9, 9)).isEmpty();
      assertThat(engine.reactions().reactors(group, 1, "👍", "", 9)).isEmpty();
      UserId bob = new UserId(1, "bob");
      try (Transaction transaction = engine.begin(reads -> reads.reaction(group, 1, "👍", bob))) {
        assertThat(transaction.tally(group, 1)).isEqualTo(Tally.none(1));
        assertThat(transaction.isSet(group, new Reaction(1, "👍", bob))).isFalse();
      }
    }
  }

  @Test
  @DisplayName("a database that cannot be written is refused")
  void readOnly() throws SQLException {
    run("CREATE DATABASE frozen", "ALTER DATABASE frozen SET default_transaction_read_only = on");
    var server = Servers.postgres();
    assertRefused(in("frozen", server.user(), server.password()), "read-only");
  }

  @Test
  @DisplayName("a user who may not make the tables is told")
  void missingRights() throws SQLException {
    run("CREATE ROLE guest LOGIN PASSWORD 'guest'");
    PostgresConfig asGuest = in("whaleshark", "guest", "guest");
    assertRefused(
        asGuest, "guest may not create the schema whaleshark (expected: GRANT CREATE ON DATABASE)");
    Servers.open(Servers.config("others")).close();
    run("GRANT USAGE ON SCHEMA others TO guest", "GRANT SELECT ON others.versions TO guest");
    assertRefused(
        new PostgresConfig(asGuest.url(), "guest", "guest", "others", Durability.LOCAL, 1),
        "(expected: GRANT ALL ON ALL TABLES IN SCHEMA)");
  }

  @Test
  @DisplayName("a wrong password is told, and stands in no message")
  void wrongPassword() {
    PostgresConfig config = in("whaleshark", Servers.postgres().user(), "guessed-wrongly");
    assertRefused(config, "password authentication failed");
    assertThat(config.toString()).doesNotContain("guessed-wrongly");
  }

  @Test
  @DisplayName("a server that is not there, and a database that is not there, are told")
  void nobodyThere() {
    PostgresConfig there = Servers.config("there");
    var nowhere =
        new PostgresConfig(
            "jdbc:postgresql://127.0.0.1:1/whaleshark",
            there.user(),
            there.password(),
            "whaleshark",
            Durability.LOCAL,
            1);
    assertRefused(nowhere, "(expected: PostgreSQL to answer there)");
    assertRefused(in("nothing", there.user(), there.password()), "(expected: CREATE DATABASE,");
  }

  @Test
  @DisplayName("a server whose connections are all taken is told")
  void noConnectionLeft() throws SQLException {
    run("CREATE ROLE late LOGIN PASSWORD 'late' CONNECTION LIMIT 0");
    assertRefused(in("whaleshark", "late", "late"), "(expected: more max_connections,");
  }

  @Test
  @DisplayName("P1 a server that does not sync its commits is refused")
  void asynchronousCommit() throws SQLException {
    run("CREATE DATABASE hasty", "ALTER DATABASE hasty SET synchronous_commit = off");
    var server = Servers.postgres();
    assertRefused(in("hasty", server.user(), server.password()), "synchronous_commit is off");
  }

  @Test
  @DisplayName("P1 asynchronous replication is refused where durability on a standby was asked")
  void asynchronousReplication() throws SQLException {
    PostgresConfig config = Servers.config("replicated");
    var onStandby =
        new PostgresConfig(
            config.url(), config.user(), config.password(), config.schema(), Durability.STANDBY, 1);
    assertRefused(onStandby, "its replication is asynchronous");
    run("CREATE DATABASE half", "ALTER DATABASE half SET synchronous_commit = remote_write");
    ServiceHealth half =
        ClusterEngine.examine(
            new PostgresConfig(
                config.url().replaceFirst("/[^/]*$", "/half"),
                config.user(),
                config.password(),
                "half",
                Durability.STANDBY,
                1));
    assertThat(half.faults()).hasSize(2).first().asString().contains("remote_write");
  }

  @Test
  @DisplayName("an examination changes nothing, and warns of what a node survives")
  void health() {
    PostgresConfig config = Servers.config("looked_at");
    for (int i = 0; i < 2; i++) {
      ServiceHealth health = ClusterEngine.examine(config);
      assertThat(health.server())
          .matches("PostgreSQL \\d+\\.\\d+.*, schema looked_at: no tables yet");
      assertThat(health.faults()).isEmpty();
      assertThat(health.warnings()).singleElement().asString().contains("fsync is off");
    }
    Servers.open(config).close();
    assertThat(ClusterEngine.examine(config).server())
        .endsWith("looked_at: tables of version " + Schema.VERSION);
    var greedy =
        new PostgresConfig(
            config.url(),
            config.user(),
            config.password(),
            config.schema(),
            Durability.LOCAL,
            1_000);
    assertThat(ClusterEngine.examine(greedy).warnings())
        .anyMatch(warning -> warning.contains("1004 connections"));
  }
}
