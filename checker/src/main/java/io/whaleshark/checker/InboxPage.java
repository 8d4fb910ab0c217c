package io.whaleshark.checker;

import java.util.List;

/// The result of one pull of an inbox.
///
/// @param asked the moment before the request was sent
/// @param after the cursor (exclusive)
/// @param newCursor the cursor for the next pull
/// @param completed whether this is the last page
/// @param gaps the ranges after the cursor that the server reported as dropped
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

  /// An entry of an inbox, from a pull or a push.
  public record Entry(long position, Sighting message) {}

  /// A range of a conversation, both ends inclusive.
  public record Gap(String conversation, long from, long to) {

    boolean holds(String name, long sequence) {
      return conversation.equals(name) && from <= sequence && sequence <= to;
    }
  }
}
