package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Goal: a row that cannot be what was written fails as the engine's failures do. Method: a real
/// PostgreSQL, with one row spoiled in one way each.
@ExtendWith(Servers.class)
class DamagedRowsTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Direct BOTH = ConversationId.Direct.between(ALICE, BOB);

  /// A statement that spoils a row, and the read that meets it.
  record Damage(String sql, Read read) {
    @Override
    public String toString() {
      return sql;
    }
  }

  private interface Read {
    Object of(Engine engine);
  }

  static final List<Damage> DAMAGES =
      List.of(
          new Damage("memberships SET read = 1", engine -> engine.memberships().periods(BOTH, BOB)),
          new Damage("messages SET ordinal = 7", DamagedRowsTest::history),
          new Damage("messages SET client_id = ''", DamagedRowsTest::history),
          new Damage("messages SET sender = ''", DamagedRowsTest::history),
          new Damage("conversations SET newest_stamp = 0", DamagedRowsTest::head),
          new Damage(
              "participations SET conversation = 'd'", engine -> engine.conversations().of(ALICE)));

  private static Object history(Engine engine) {
    return engine.messages().after(BOTH, 0, Long.MAX_VALUE, PageLimit.of(9));
  }

  private static Object head(Engine engine) {
    try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
      return transaction.head(BOTH);
    }
  }

  private static void fill(Engine engine) {
    Message message =
        new Message(
            BOTH,
            1,
            1,
            new ClientMessageId(ALICE, "a"),
            new Message.Sent(Payload.ofText("text"), Payload.NONE),
            1,
            1);
    try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
      transaction.commit(
          List.of(
              new Change.MembershipPut(Membership.open(BOTH, ALICE, 0, 0, 1)),
              new Change.MembershipPut(Membership.open(BOTH, BOB, 0, 0, 1)),
              new Change.ParticipationPut(Participation.entered(ALICE, BOTH, 1)),
              new Change.MessageAppended(message)),
          List.of(),
          1);
    }
  }

  private static void run(String sql) throws SQLException {
    var server = Servers.postgres();
    try (Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @FieldSource("DAMAGES")
  void isAFailureOfTheEngine(Damage damage) throws SQLException {
    String schema = "damaged" + DAMAGES.indexOf(damage);
    try (Engine engine = Servers.open(Servers.config(schema))) {
      fill(engine);
      damage.read().of(engine); // works until then
      run("UPDATE " + schema + "." + damage.sql());
      assertThatThrownBy(() -> damage.read().of(engine))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CORRUPT));
    }
  }
}
