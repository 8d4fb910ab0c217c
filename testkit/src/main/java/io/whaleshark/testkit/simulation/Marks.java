package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Engine;
import java.util.Optional;

/// What people have put at messages, and what goes with them. Confined to the simulation's thread.
record Marks(PinBook pins, ReactionBook reactions) {

  Marks() {
    this(new PinBook(), new ReactionBook());
  }

  /// It was recalled.
  void forget(Line message) {
    pins.unpin(message);
    reactions.forget(message);
  }

  /// What stands up to a sequence has expired.
  void expire(Chat chat, long upTo) {
    pins.expire(chat, upTo);
    reactions.expire(chat, upTo);
  }

  /// A batch is stored.
  ///
  /// @param above the newest stamp before it
  /// @return what is wrong in the store, if anything is
  Optional<String> stored(long above, Iterable<Chat> chats, Engine store) {
    return pins.stored(above, store.newestStamp(), chats, store.pins()::of)
        .or(() -> reactions.stored(chats, store.reactions()));
  }
}
