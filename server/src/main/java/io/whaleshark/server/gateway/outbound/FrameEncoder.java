package io.whaleshark.server.gateway.outbound;

import io.netty.util.concurrent.FastThreadLocal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.EventFrame;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.translation.ToWire;
import org.jspecify.annotations.Nullable;

/// Encodes frames. A message for many receivers is encoded once, and so is a reaction in a group:
/// the lane hands over their pushes consecutively, so caching the newest is enough. One per thread.
public final class FrameEncoder {

  private static final int SCRATCH_BYTES = 4 << 10;

  private static final FastThreadLocal<FrameEncoder> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected FrameEncoder initialValue() {
          return new FrameEncoder();
        }
      };

  private final JsonWriter scratch = new JsonWriter(SCRATCH_BYTES);
  private @Nullable Message newest;
  private @Nullable ChatMessage newestOnWire;
  private byte[] newestShared = new byte[0];
  private @Nullable Reacted reacted;
  private @Nullable EventFrame reactedFrame;

  private FrameEncoder() {}

  /// The encoder of the calling thread.
  public static FrameEncoder ofThread() {
    return OF_THREAD.get();
  }

  public EventFrame encode(Event event) {
    return EventFrame.of(event, scratch);
  }

  public EventFrame encode(Push push) {
    if (push instanceof Push.InboxEntry entry && !entry.message().isRecalled()) {
      Message message = entry.message();
      ChatMessage onWire = newestOnWire;
      if (message != newest || onWire == null) {
        onWire = ToWire.message(message);
        onWire.writeShared(scratch.clear());
        newestShared = scratch.toBytes();
        newestOnWire = onWire;
        newest = message;
      }
      return EventFrame.of(ToWire.messagePush(entry, onWire), newestShared, scratch);
    }
    return push instanceof Push.MessageReacted told
            && told.reacted().conversation() instanceof ConversationId.Group
        ? encodeForAll(told)
        : encode(ToWire.event(push));
  }

  /// All members of a group are told the same.
  private EventFrame encodeForAll(Push.MessageReacted told) {
    EventFrame frame = reactedFrame;
    if (told.reacted() != reacted || frame == null) {
      frame = encode(ToWire.event(told));
      reactedFrame = frame;
      reacted = told.reacted();
    }
    return frame;
  }
}
