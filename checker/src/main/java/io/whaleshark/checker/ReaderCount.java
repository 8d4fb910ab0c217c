package io.whaleshark.checker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many have read a group message, as the server told somebody.
///
/// @param asked the moment before the request left
/// @param audience the size of the audience
/// @param readers who is in it, and whether they have read it; null if only counts were asked for
public record ReaderCount(
    String conversation,
    long sequence,
    long asked,
    long read,
    long audience,
    @Nullable Map<String, Boolean> readers) {

  @Override
  public String toString() {
    return conversation + "#" + sequence + " read by " + read + " of " + audience;
  }
}
