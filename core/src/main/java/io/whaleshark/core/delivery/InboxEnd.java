package io.whaleshark.core.delivery;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.OnlineUser;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Where a user's inbox ends, as it was read.
///
/// @param untold an entry that was not told, if there is any: the newest one, unless that has
///   expired
record InboxEnd(long position, Optional<Message> untold) {

  private static final PageLimit ONE = PageLimit.of(1);

  /// Reads it. Beside the lane.
  ///
  /// @param toldUpTo up to where the user's devices were told
  static InboxEnd read(Engine engine, UserId user, long toldUpTo, Inboxes.Bound bound) {
    long position = engine.inboxes().newest(user);
    if (position <= toldUpTo) {
      return new InboxEnd(position, Optional.empty());
    }
    // Or what has come in its place: an entry that is replaced goes on.
    Optional<Message> newest = first(engine, user, position - 1, bound);
    return new InboxEnd(position, newest.or(() -> first(engine, user, toldUpTo, bound)));
  }

  private static Optional<Message> first(
      Engine engine, UserId user, long after, Inboxes.Bound bound) {
    return engine.inboxes().pull(user, after, ONE, bound).messages().stream().findFirst();
  }

  /// Closes a gap that was there when this was read. What stood in it is not told one by one: one
  /// entry makes the devices pull, and they need not wait until somebody writes again.
  ///
  /// @param missed tells a user's devices of an entry that was not told
  void closeGap(OnlineUser online, BiConsumer<OnlineUser, Message> missed) {
    if (!online.hasGap()) {
      return; // an entry that was told meanwhile has made the devices pull
    }
    long told = online.newestPosition();
    if (position > told) {
      if (untold.isPresent() && untold.get().inboxPosition() <= told) {
        return; // it was told meanwhile, and what else was not is not known: the next one closes it
      }
      untold.ifPresent(entry -> missed.accept(online, entry));
    }
    online.closeGap(position);
  }
}
