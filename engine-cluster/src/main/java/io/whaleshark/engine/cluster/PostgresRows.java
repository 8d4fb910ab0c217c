package io.whaleshark.engine.cluster;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Membership.Standing;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The one place that knows how rows become what the domain speaks of.
final class PostgresRows {

  /// The columns of a message, of a table called `m`.
  static final String MESSAGE =
      "m.app, m.conversation, m.sequence, m.stamp, m.sender, m.client_id, m.ordinal, m.audience,"
          + " m.body, m.extra, m.recalled_at, m.digest, m.sent_at, m.edited_at";

  /// The columns of a period of membership, of a table called `s`.
  static final String MEMBERSHIP =
      "s.app, s.conversation, s.member, s.joined, s.left_at, s.read, s.received, s.own_at_read,"
          + " s.admin, s.muted, s.changed_at AS period_changed_at";

  /// The columns of a participation, of a table called `p`.
  static final String PARTICIPATION =
      "p.app, p.member, p.conversation, p.top, p.mute, p.hidden_up_to, p.left_name, p.left_read,"
          + " p.unshared_read, p.unshared_own, p.erased_up_to, p.erased_own, p.erased_at,"
          + " p.changed_at";

  /// The columns of a ban, of a table called `b`.
  static final String BAN = "b.app, b.member, b.reason, b.until, b.changed_at";

  /// The columns of a conversation, of a table called `c`; null where there is none.
  static final String CONVERSATION =
      "c.newest_sequence, c.newest_stamp, c.newest_sent_at, c.low_sent, c.floor_sequence,"
          + " c.floor_low_sent, c.floor_position, c.floor_raised_at, c.group_name, c.group_owner,"
          + " c.group_members, c.group_dissolved, c.group_changed_at";

  /// What a conversation's row says.
  ///
  /// @param lowSent how many messages so far are the low user's (direct conversations)
  /// @param group empty for a direct conversation, and while there is no such group
  record Conversation(Head head, long lowSent, Floor floor, Optional<Group> group) {

    /// Of which nothing is known.
    static final Conversation NONE =
        new Conversation(Head.EMPTY, 0, new Floor(0, 0, 0, 0), Optional.empty());
  }

  /// What has expired of a conversation.
  ///
  /// @param sequence the newest that has; 0 if none has
  /// @param lowSent how many up to there are the low user's (direct conversations)
  /// @param position the newest position that anything expired had in an inbox
  /// @param raisedAt the stamp at which it expired
  record Floor(long sequence, long lowSent, long position, long raisedAt) {}

  private PostgresRows() {}

  static ConversationId conversationId(ResultSet row) throws SQLException {
    return ConversationNames.conversation(row.getInt("app"), row.getString("conversation"));
  }

  static UserId user(ResultSet row, String column) throws SQLException {
    try {
      return new UserId(row.getInt("app"), row.getString(column));
    } catch (InvalidIdException e) {
      throw Failures.impossible("a user", e);
    }
  }

  static Message message(ResultSet row) throws SQLException {
    ConversationId conversation = conversationId(row);
    long sequence = row.getLong("sequence");
    UserId sender = user(row, "sender");
    long stamp = row.getLong("stamp");
    long sentAt = row.getLong("sent_at");
    try {
      return new Message(
          conversation,
          sequence,
          stamp,
          sentAt == 0 ? stamp : sentAt,
          new ClientMessageId(sender, row.getString("client_id")),
          content(row),
          row.getLong("ordinal"),
          row.getLong("audience"));
    } catch (IllegalArgumentException | InvalidIdException e) {
      throw Failures.impossible("message " + sequence + " of " + conversation, e);
    }
  }

  private static Message.Content content(ResultSet row) throws SQLException {
    long replacedAt = row.getLong("recalled_at");
    long editedAt = row.getLong("edited_at");
    long digest = row.getLong("digest");
    if (replacedAt > 0 && editedAt == 0) {
      return new Message.Recalled(replacedAt, digest);
    }
    var newest =
        new Message.Sent(Payload.of(row.getBytes("body")), Payload.of(row.getBytes("extra")));
    if (replacedAt > 0) {
      return new Message.Edited(newest, replacedAt, editedAt, digest);
    }
    return digest == 0 ? newest : new Message.Vetted(newest, digest);
  }

  static Membership membership(ResultSet row) throws SQLException {
    ConversationId conversation = conversationId(row);
    UserId member = user(row, "member");
    try {
      return new Membership(
          conversation,
          member,
          row.getLong("joined"),
          row.getLong("left_at"),
          row.getLong("read"),
          row.getLong("received"),
          row.getLong("own_at_read"),
          new Standing(row.getBoolean("admin"), row.getBoolean("muted")),
          row.getLong("period_changed_at"));
    } catch (IllegalArgumentException e) {
      throw Failures.impossible(member + " in " + conversation, e);
    }
  }

  static Participation participation(ResultSet row) throws SQLException {
    return new Participation(
        user(row, "member"),
        conversationId(row),
        row.getBoolean("top"),
        row.getBoolean("mute"),
        row.getLong("hidden_up_to"),
        new Participation.Left(row.getString("left_name"), row.getLong("left_read")),
        new Participation.Unshared(row.getLong("unshared_read"), row.getLong("unshared_own")),
        new Participation.Erased(
            row.getLong("erased_up_to"), row.getLong("erased_own"), row.getLong("erased_at")),
        row.getLong("changed_at"));
  }

  static Ban ban(ResultSet row) throws SQLException {
    return new Ban(
        user(row, "member"),
        row.getString("reason"),
        row.getLong("until"),
        row.getLong("changed_at"));
  }

  static Block block(ResultSet row) throws SQLException {
    return new Block(user(row, "member"), user(row, "blocked"));
  }

  static Conversation conversation(ConversationId id, ResultSet row) throws SQLException {
    try {
      long stamp = row.getLong("newest_stamp");
      long sentAt = row.getLong("newest_sent_at");
      return new Conversation(
          new Head(row.getLong("newest_sequence"), stamp, sentAt == 0 ? stamp : sentAt),
          row.getLong("low_sent"),
          new Floor(
              row.getLong("floor_sequence"),
              row.getLong("floor_low_sent"),
              row.getLong("floor_position"),
              row.getLong("floor_raised_at")),
          group(id, row));
    } catch (IllegalArgumentException | InvalidIdException e) {
      throw Failures.impossible(id.toString(), e);
    }
  }

  private static Optional<Group> group(ConversationId id, ResultSet row) throws SQLException {
    String name = row.getString("group_name");
    if (name == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Group(
            (ConversationId.Group) id,
            name,
            new UserId(id.app(), row.getString("group_owner")),
            row.getLong("group_members"),
            row.getBoolean("group_dissolved"),
            row.getLong("group_changed_at")));
  }
}
