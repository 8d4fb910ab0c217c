package io.whaleshark.checker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The read count of a group message, as the server told it to somebody.
///
/// @param asked the moment before the request was sent
/// @param audience the size of the audience
/// @param readers the audience, each with whether they have read it; null if only counts were
///   requested
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
