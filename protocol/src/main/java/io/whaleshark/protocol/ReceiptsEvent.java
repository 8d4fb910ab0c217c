package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Whether others see the receipts of a user, who alone is told.
public sealed interface ReceiptsEvent extends Event {

  /// The switch is stored. Repeats what was set.
  record ReceiptsSetAck(boolean receiptsOn, @Nullable String requestId) implements ReceiptsEvent {

    /// The answer to this request.
    public static ReceiptsSetAck of(Request.ReceiptsSet set) {
      return new ReceiptsSetAck(set.receiptsOn(), set.requestId());
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.RECEIPTS_SET_ACK;
    }

    @Override
    public void write(JsonWriter json) {
      Results.start(json).put(Field.RECEIPTS_ON, receiptsOn);
      Results.end(json, requestId);
    }
  }

  /// What holds for the user now.
  ///
  /// @param receiptsOn whether others see how far the user gets
  /// @param othersShown whether the user sees how far others get
  /// @param changeable whether the user may switch
  record ReceiptsState(
      boolean receiptsOn, boolean othersShown, boolean changeable, @Nullable String requestId)
      implements ReceiptsEvent {

    @Override
    public CommandNumber command() {
      return CommandNumber.RECEIPTS_STATE;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.RECEIPTS_ON, receiptsOn).put(Field.OTHERS_SHOWN, othersShown);
      json.put(Field.CHANGEABLE, changeable).putIfPresent(Field.REQUEST_ID, requestId).endObject();
    }
  }

  /// Another device of the user switched, or the app's backend did; for the user's other devices.
  record ReceiptsUpdated(String owner, boolean receiptsOn, boolean othersShown)
      implements ReceiptsEvent {

    @Override
    public CommandNumber command() {
      return CommandNumber.RECEIPTS_UPDATED;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.FROM_ID, owner).put(Field.RECEIPTS_ON, receiptsOn);
      json.put(Field.OTHERS_SHOWN, othersShown).endObject();
    }
  }
}
