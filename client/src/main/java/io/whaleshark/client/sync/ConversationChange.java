package io.whaleshark.client.sync;

import org.jspecify.annotations.Nullable;

/// A change of a conversation's settings; null leaves a setting unchanged.
///
/// @param deleted hides it until its next message
public record ConversationChange(
    @Nullable Boolean top, @Nullable Boolean mute, @Nullable Boolean deleted) {
  /// Mutes or unmutes.
  public static ConversationChange mute(boolean on) {
    return new ConversationChange(null, on, null);
  }

  /// Pins to the top, or unpins.
  public static ConversationChange top(boolean on) {
    return new ConversationChange(on, null, null);
  }

  /// Hides until the next message.
  public static ConversationChange hide() {
    return new ConversationChange(null, null, true);
  }
}
