package io.whaleshark.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers about the blocks of a user, who alone gets them.
public sealed interface BlockEvent extends Event {

  /// The block is stored, or that there is none. Repeats what was set.
  record BlockSetAck(String blockedId, boolean isBlocked, @Nullable String requestId)
      implements BlockEvent {

    /// The answer to this request.
    public static BlockSetAck of(Request.BlockSet set) {
      return new BlockSetAck(set.blockedId(), set.isBlocked(), set.requestId());
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.BLOCK_SET_ACK;
    }

    @Override
    public void write(JsonWriter json) {
      Results.start(json).put(Field.BLOCKED_ID, blockedId).put(Field.IS_BLOCKED, isBlocked);
      Results.end(json, requestId);
    }
  }

  /// All whom the user blocks, ordered by user id. There is no second page: a user blocks at most
  /// 1,000 others.
  record BlockPage(List<String> blockedIds, @Nullable String requestId) implements BlockEvent {
    public BlockPage {
      blockedIds = List.copyOf(blockedIds);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.BLOCK_PAGE;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().name(Field.BLOCKED_IDS).startArray();
      blockedIds.forEach(json::text);
      json.endArray().putIfPresent(Field.REQUEST_ID, requestId).endObject();
    }
  }
}
