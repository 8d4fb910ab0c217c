package io.whaleshark.engine.cluster;

import static io.whaleshark.engine.cluster.WriteStatements.ints;
import static io.whaleshark.engine.cluster.WriteStatements.longs;
import static io.whaleshark.engine.cluster.WriteStatements.texts;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.PushToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/// The statements that write and read where push services reach devices.
final class PushStatements {

  /// A device of a user: what a token belongs to.
  record Owner(UserId user, DeviceId device) {

    static Owner of(PushToken token) {
      return new Owner(token.user(), token.device());
    }
  }

  private static final String COLUMNS =
      "p.app, p.member, p.kind, p.device, p.service, p.token, p.registered_at";

  static final String OF_USER =
      "SELECT "
          + COLUMNS
          + " FROM push_tokens p WHERE p.app = ? AND p.member = ? ORDER BY p.kind, p.device";

  static final String OF_APP =
      "SELECT "
          + COLUMNS
          + " FROM push_tokens p WHERE p.app = ? ORDER BY p.member, p.kind, p.device";

  private static final String OF_USERS =
      "SELECT "
          + COLUMNS
          + """
           FROM unnest(?::text[]) WITH ORDINALITY AS k(member, i)
          CROSS JOIN LATERAL (
            SELECT * FROM push_tokens t WHERE t.app = ? AND t.member = k.member
            ORDER BY t.kind, t.device) p
          ORDER BY k.i, p.kind, p.device
          """;

  /// Two tokens of one digest are not taken for one another.
  private static final String OF_ADDRESSES =
      "SELECT "
          + COLUMNS
          + """
           FROM unnest(?::text[], ?::text[], ?::bigint[]) AS k(service, token, digest)
          CROSS JOIN LATERAL (
            SELECT * FROM push_tokens t
            WHERE t.app = ? AND t.service = k.service AND t.token_digest = k.digest
              AND t.token = k.token
            LIMIT 1) p
          """;

  private PushStatements() {}

  static void put(Script script, Collection<PushToken> tokens) {
    if (tokens.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO push_tokens (app, member, kind, device, service, token, token_digest,
          registered_at)
        SELECT * FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
          ?::bigint[], ?::bigint[])
        ON CONFLICT (app, member, kind, device) DO UPDATE
          SET service = excluded.service, token = excluded.token,
            token_digest = excluded.token_digest, registered_at = excluded.registered_at
        """,
        ints(tokens, token -> token.user().app()),
        texts(tokens, token -> token.user().name()),
        texts(tokens, token -> token.device().kind().name()),
        texts(tokens, token -> token.device().name()),
        texts(tokens, PushToken::service),
        texts(tokens, PushToken::token),
        longs(tokens, token -> digest(token.token())),
        longs(tokens, PushToken::registeredAt));
  }

  static void remove(Script script, Collection<Owner> owners) {
    if (owners.isEmpty()) {
      return;
    }
    script.add(
        """
        DELETE FROM push_tokens WHERE ctid = ANY (ARRAY(
          SELECT p.ctid FROM unnest(?::int[], ?::text[], ?::text[], ?::text[])
            AS k(app, member, kind, device)
          CROSS JOIN LATERAL (
            SELECT t.ctid FROM push_tokens t
            WHERE t.app = k.app AND t.member = k.member AND t.kind = k.kind
              AND t.device = k.device LIMIT 1) p))
        """,
        ints(owners, owner -> owner.user().app()),
        texts(owners, owner -> owner.user().name()),
        texts(owners, owner -> owner.device().kind().name()),
        texts(owners, owner -> owner.device().name()));
  }

  /// Asks for the tokens of users, those of each in the order of devices.
  static void askOfUsers(
      Questions questions, Questions.RowTaker taker, List<UserId> users, int app) {
    questions.add(OF_USERS, taker, users.stream().map(UserId::name).toArray(String[]::new), app);
  }

  /// Asks for the tokens at addresses, where there are any.
  static void askAt(
      Questions questions, Questions.RowTaker taker, List<PushToken.Address> addresses, int app) {
    questions.add(
        OF_ADDRESSES,
        taker,
        texts(addresses, PushToken.Address::service),
        texts(addresses, PushToken.Address::token),
        longs(addresses, address -> digest(address.token())),
        app);
  }

  static PushToken token(ResultSet row) throws SQLException {
    UserId user = PostgresRows.user(row, "member");
    try {
      return new PushToken(
          user,
          new DeviceId(DeviceKind.valueOf(row.getString("kind")), row.getString("device")),
          row.getString("service"),
          row.getString("token"),
          row.getLong("registered_at"));
    } catch (IllegalArgumentException | InvalidIdException e) {
      throw Failures.impossible("a push token of " + user, e);
    }
  }

  /// What stands for a token in the index.
  static long digest(String token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha.digest(token.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
