package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Blocks;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import java.util.ArrayList;
import java.util.List;

/// Who takes no direct messages of whom. Thread-safe.
final class RocksBlocks implements Blocks {

  private final Store store;

  RocksBlocks(Store store) {
    this.store = store;
  }

  @Override
  public List<UserId> of(UserId blocker) {
    byte[] prefix = Keys.user(blocker);
    List<UserId> blocked = new ArrayList<>();
    try (View view = store.current()) {
      Cursor rows = view.cursor(Table.BLOCKS);
      for (boolean there = rows.seek(prefix, prefix); there; there = rows.next(prefix)) {
        blocked.add(Keys.block(rows.key()).blocked());
      }
    }
    return blocked;
  }

  /// Whether a block is in force.
  static boolean isInForce(View view, Block block) {
    return view.get(Table.BLOCKS, Keys.block(block)) != null;
  }
}
