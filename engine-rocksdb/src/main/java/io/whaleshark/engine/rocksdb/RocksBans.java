package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Bans;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import java.util.Optional;

/// Who may not log in. Thread-safe.
final class RocksBans implements Bans {

  private final Store store;

  RocksBans(Store store) {
    this.store = store;
  }

  @Override
  public Optional<Ban> of(UserId user) {
    return Optional.ofNullable(store.get(Table.BANS, Keys.user(user)))
        .map(row -> Rows.ban(user, row));
  }
}
