package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.ReadSet;
import io.whaleshark.core.id.ClientMessageId;
import java.util.ArrayList;
import java.util.List;

/// The ids of a batch's sends, which are looked up together. All other state is in memory, or is
/// read on demand.
final class AnnouncedSends implements ReadSet {

  private final List<ClientMessageId> ids = new ArrayList<>();

  @Override
  public void sent(ClientMessageId id) {
    ids.add(id);
  }

  List<ClientMessageId> ids() {
    return ids;
  }
}
