package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.UserId;
import java.util.Optional;

/// An engine whose pulls wait until Redis has got everything: so they are answered from Redis.
record SettledEngine(ClusterEngine engine) implements Engine, Inboxes {

  @Override
  public Slice pull(UserId user, long after, PageLimit limit, Bound bound) {
    try {
      engine.awaitAdditions();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    return engine.inboxes().pull(user, after, limit, bound);
  }

  @Override
  public long newest(UserId user) {
    return engine.inboxes().newest(user);
  }

  @Override
  public Inboxes inboxes() {
    return this;
  }

  @Override
  public Transaction begin(Announcement announcement) {
    return engine.begin(announcement);
  }

  @Override
  public long newestStamp() {
    return engine.newestStamp();
  }

  @Override
  public long newestOwnStamp() {
    return engine.newestOwnStamp();
  }

  @Override
  public MessageLog messages() {
    return engine.messages();
  }

  @Override
  public ConversationList conversations() {
    return engine.conversations();
  }

  @Override
  public Memberships memberships() {
    return engine.memberships();
  }

  @Override
  public Optional<Feed> feed() {
    return engine.feed();
  }

  @Override
  public Retention retention() {
    return engine.retention();
  }

  @Override
  public void close() {
    engine.close();
  }
}
