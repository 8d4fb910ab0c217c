package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.PushTokens;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.PushToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where push services reach users. Thread-safe.
final class RocksPushTokens implements PushTokens {

  private final Store store;

  RocksPushTokens(Store store) {
    this.store = store;
  }

  @Override
  public List<PushToken> pushTokens(UserId user) {
    byte[] prefix = Keys.user(user);
    List<PushToken> tokens = new ArrayList<>();
    try (View view = store.current()) {
      Cursor rows = view.cursor(Table.PUSH_TOKENS);
      for (boolean there = rows.seek(prefix, prefix); there; there = rows.next(prefix)) {
        tokens.add(PushRows.token(rows.key(), rows.value()));
      }
    }
    return tokens;
  }

  /// Whose a token is; to be asked by the lane, which alone changes it.
  Optional<PushToken> at(PushToken.Address address) {
    byte[] owned = store.get(Table.PUSH_ADDRESSES, Keys.pushAddress(address));
    if (owned == null) {
      return Optional.empty();
    }
    PushRows.Owner owner = PushRows.owner(address.app(), owned);
    byte[] row = store.get(Table.PUSH_TOKENS, Keys.pushToken(owner.user(), owner.device()));
    return Optional.ofNullable(row)
        .map(value -> PushRows.token(owner, value))
        .filter(token -> token.address().equals(address));
  }
}
