package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.ReceiptSwitches;
import io.whaleshark.core.id.UserId;

/// Who has switched their receipts off: those who have a row. Thread-safe.
final class RocksReceiptSwitches implements ReceiptSwitches {

  private final Store store;

  RocksReceiptSwitches(Store store) {
    this.store = store;
  }

  @Override
  public boolean isOff(UserId user) {
    return store.get(Table.RECEIPTS, Keys.user(user)) != null;
  }
}
