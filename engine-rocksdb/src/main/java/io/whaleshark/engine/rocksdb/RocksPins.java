package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Pins;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Pin;
import java.util.ArrayList;
import java.util.List;

/// Which messages are pinned: those that have a row. Thread-safe.
final class RocksPins implements Pins {

  private final Store store;

  RocksPins(Store store) {
    this.store = store;
  }

  @Override
  public List<Pin> of(ConversationId conversation) {
    try (View view = store.current()) {
      return of(view, conversation);
    }
  }

  static List<Pin> of(View view, ConversationId conversation) {
    byte[] prefix = Keys.conversation(conversation);
    List<Pin> pins = new ArrayList<>();
    Cursor rows = view.cursor(Table.PINS);
    for (boolean there = rows.seek(prefix, prefix); there; there = rows.next(prefix)) {
      pins.add(pin(rows));
    }
    return pins;
  }

  /// Reads the row at which a cursor is positioned.
  static Pin pin(Cursor row) {
    try {
      return new Pin(row.number(), Rows.number(row.value()));
    } catch (IllegalArgumentException e) {
      throw Decoder.impossible("a pin", e);
    }
  }
}
