package io.whaleshark.checker;

import java.util.List;

/// All that history had for a user above a sequence, walked to its end.
///
/// @param asked the moment before the first request left
/// @param after exclusive
public record HistoryRead(Part part, long asked, long after, List<Sighting> messages) {

  public HistoryRead {
    messages = List.copyOf(messages);
  }
}
