package io.whaleshark.core.engine;

import io.whaleshark.core.id.UserId;
import java.util.List;

/// Who takes no direct messages of whom.
@FunctionalInterface
public interface Blocks {

  /// All whom a user blocks, in the order of [UserId]; at most
  /// [io.whaleshark.core.model.Block#PER_USER_AT_MOST]. Cost: one read of as many rows.
  List<UserId> of(UserId blocker);
}
