package io.whaleshark.server.transfer;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The pins of a conversation, told at its end: what is pinned now, and not what ever was. Memory:
/// the pins. Confined to one thread.
final class PinLines {

  private final ConversationId conversation;
  private final MessageIds ids;
  private final List<Pin> pins = new ArrayList<>();

  /// @param ids hears which messages are pinned before it hears of the messages
  PinLines(ConversationId conversation, MessageIds ids) {
    this.conversation = conversation;
    this.ids = ids;
  }

  void add(Pin pin) {
    ids.want(pin.sequence());
    pins.add(pin);
  }

  void tell(Consumer<ImportLine> lines) {
    for (Pin pin : pins) {
      ids.of(pin.sequence())
          .ifPresent(message ->
              lines.accept(ImportLine.Pinned.of(conversation, message, pin, ids.newest())));
    }
  }
}
