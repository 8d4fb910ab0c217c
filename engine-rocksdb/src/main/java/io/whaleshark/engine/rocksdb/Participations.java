package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Participation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the conversation lists of users.
final class Participations {

  private Participations() {}

  /// All conversations that the user takes part in or ever did.
  static List<Participation> of(View view, UserId user) {
    byte[] prefix = Keys.user(user);
    List<Participation> participations = new ArrayList<>();
    Cursor rows = view.cursor(Table.LISTS);
    for (boolean there = rows.seek(prefix, prefix); there; there = rows.next(prefix)) {
      ConversationId conversation = Keys.conversation(new Decoder(rows.key(), prefix.length));
      participations.add(Rows.participation(user, conversation, rows.value()));
    }
    return participations;
  }

  /// One of them.
  static Optional<Participation> of(View view, UserId user, ConversationId conversation) {
    return Optional.ofNullable(view.get(Table.LISTS, Keys.participation(user, conversation)))
        .map(row -> Rows.participation(user, conversation, row));
  }
}
