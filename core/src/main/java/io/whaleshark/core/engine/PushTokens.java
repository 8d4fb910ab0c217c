package io.whaleshark.core.engine;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.PushToken;
import java.util.List;

/// Where push services reach users.
@FunctionalInterface
public interface PushTokens {

  /// Those of a user, in the order of devices; at most [PushToken#PER_USER_AT_MOST]. Cost: one read
  /// of as many rows.
  List<PushToken> pushTokens(UserId user);
}
