package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.UserId;
import io.whaleshark.testkit.ForwardingEngine;

/// An engine whose pulls wait until Redis has got everything: so they are answered from Redis.
final class SettledEngine extends ForwardingEngine {

  private final ClusterEngine engine;

  SettledEngine(ClusterEngine engine) {
    super(engine);
    this.engine = engine;
  }

  @Override
  public Inboxes inboxes() {
    return new SettledInboxes(engine);
  }

  private record SettledInboxes(ClusterEngine engine) implements Inboxes {

    @Override
    public long newest(UserId user) {
      return engine.inboxes().newest(user);
    }

    @Override
    public Slice pull(UserId user, long after, PageLimit limit, Bound bound) {
      try {
        engine.awaitAdditions();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
      return engine.inboxes().pull(user, after, limit, bound);
    }
  }
}
