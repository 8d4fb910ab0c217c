package io.whaleshark.checker;

import java.util.List;

/// All messages above a sequence that history showed to a user, read to its end.
///
/// @param asked the moment before the first request was sent
/// @param after exclusive
public record HistoryRead(Part part, long asked, long after, List<Sighting> messages) {

  public HistoryRead {
    messages = List.copyOf(messages);
  }
}
