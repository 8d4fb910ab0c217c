package io.whaleshark.checker;

import java.util.List;

/// What one pull of an inbox brought.
///
/// @param asked the moment before the request left
/// @param after the cursor (exclusive)
/// @param newCursor what to hand in next time
/// @param completed whether nothing was left
/// @param gaps what the server says it dropped after the cursor
public record InboxPage(
    Device device,
    long asked,
    long after,
    List<Entry> entries,
    long newCursor,
    boolean completed,
    List<Gap> gaps) {

  public InboxPage {
    entries = List.copyOf(entries);
    gaps = List.copyOf(gaps);
  }

  /// An entry of an inbox, pulled or pushed.
  public record Entry(long position, Sighting message) {}

  /// A range of a conversation, both ends inclusive.
  public record Gap(String conversation, long from, long to) {

    boolean holds(String name, long sequence) {
      return conversation.equals(name) && from <= sequence && sequence <= to;
    }
  }
}
