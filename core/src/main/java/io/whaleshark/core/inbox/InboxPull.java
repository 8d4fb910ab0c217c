package io.whaleshark.core.inbox;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.UserId;
import java.util.function.IntFunction;

/// Answers pulls of a user's own inbox. Thread-safe; blocks while it reads.
public final class InboxPull {

  private final Engine engine;
  private final IntFunction<AppPolicy> policies;

  public InboxPull(Engine engine, IntFunction<AppPolicy> policies) {
    this.engine = engine;
    this.policies = policies;
  }

  /// The entries after a cursor (exclusive), within the app's bound.
  public Inboxes.Slice pull(UserId user, long after, PageLimit limit) {
    return engine.inboxes().pull(user, after, limit, policies.apply(user.app()).inbox());
  }
}
