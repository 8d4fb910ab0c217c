package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import java.util.ArrayList;
import java.util.List;

/// Reads periods of membership.
final class Periods {

  private Periods() {}

  /// All periods of one user, oldest first.
  static List<Membership> of(View view, ConversationId conversation, UserId user) {
    byte[] prefix = Keys.inConversation(Keys.conversation(conversation), user);
    List<Membership> periods = new ArrayList<>(1);
    Cursor rows = view.cursor(Table.MEMBERS);
    for (boolean there = rows.seek(prefix, prefix); there; there = rows.next(prefix)) {
      periods.add(Rows.membership(conversation, user, rows.number(), rows.value()));
    }
    return periods;
  }

  /// All periods of all users, by user, each user's oldest first.
  static List<Membership> ofAll(View view, ConversationId conversation) {
    byte[] prefix = Keys.conversation(conversation);
    List<Membership> periods = new ArrayList<>();
    Cursor rows = view.cursor(Table.MEMBERS);
    for (boolean there = rows.seek(prefix, prefix); there; there = rows.next(prefix)) {
      periods.add(membership(conversation, prefix.length, rows));
    }
    return periods;
  }

  /// Reads the period at which a cursor is positioned, given the length of the conversation's part
  /// of the key.
  static Membership membership(ConversationId conversation, int prefixBytes, Cursor rows) {
    UserId user = new Decoder(rows.key(), prefixBytes).user(conversation.app());
    return Rows.membership(conversation, user, rows.number(), rows.value());
  }
}
