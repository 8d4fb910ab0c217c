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
/// @param newest the entry that stands there, if it was not told
record InboxEnd(long position, Optional<Message> newest) {

  private static final PageLimit ONE = PageLimit.of(1);

  /// Reads it. Beside the lane.
  ///
  /// @param toldUpTo up to where the user's devices were told
  static InboxEnd read(Engine engine, UserId user, long toldUpTo, Inboxes.Bound bound) {
    long position = engine.inboxes().newest(user);
    if (position <= toldUpTo) {
      return new InboxEnd(position, Optional.empty());
    }
    // Or what has come in its place: an entry that is recalled goes on.
    Inboxes.Slice rest = engine.inboxes().pull(user, position - 1, ONE, bound);
    return new InboxEnd(position, rest.messages().stream().findFirst());
  }

  /// Closes a gap that was there when this was read. What stood in it is not told one by one: the
  /// newest entry makes the devices pull, and they need not wait until somebody writes again.
  ///
  /// @param missed tells a user's devices of the newest entry that was not told
  void closeGap(OnlineUser online, BiConsumer<OnlineUser, Message> missed) {
    if (!online.hasGap()) {
      return; // an entry that was told meanwhile has made the devices pull
    }
    if (position <= online.newestPosition()) {
      online.closeGap();
    } else {
      newest.ifPresent(entry -> missed.accept(online, entry));
    }
  }
}
