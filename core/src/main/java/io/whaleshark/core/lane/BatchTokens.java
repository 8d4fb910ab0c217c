package io.whaleshark.core.lane;

import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.PushToken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The push tokens that decisions of one batch see; see [Ledger]. Confined to the lane's thread.
final class BatchTokens {

  private final Transaction committed;

  /// What became of devices; empty for one that lost its token.
  private final Map<UserId, Map<DeviceId, Optional<PushToken>>> ofUsers = new HashMap<>();

  private final Map<PushToken.Address, Optional<PushToken>> ofAddresses = new HashMap<>();

  BatchTokens(Transaction committed) {
    this.committed = committed;
  }

  List<PushToken> of(UserId user) {
    Map<DeviceId, Optional<PushToken>> here = ofUsers.get(user);
    if (here == null) {
      return committed.pushTokens(user);
    }
    Map<DeviceId, PushToken> all = new TreeMap<>();
    committed.pushTokens(user).forEach(token -> all.put(token.device(), token));
    all.keySet().removeAll(here.keySet());
    here.values().forEach(token -> token.ifPresent(there -> all.put(there.device(), there)));
    return List.copyOf(all.values());
  }

  Optional<PushToken> at(PushToken.Address address) {
    Optional<PushToken> here = ofAddresses.get(address);
    return here == null ? committed.pushToken(address) : here;
  }

  void put(PushToken token) {
    note(token, Optional.of(token));
  }

  void remove(PushToken token) {
    note(token, Optional.empty());
  }

  private void note(PushToken of, Optional<PushToken> now) {
    ofUsers.computeIfAbsent(of.user(), _ -> new HashMap<>()).put(of.device(), now);
    ofAddresses.put(of.address(), now);
  }
}
