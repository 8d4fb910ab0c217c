package io.whaleshark.archives.xmpp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Reads an archive from its first message to its last, page by page.
///
/// - Servers give two messages the same id, and the page behind the first of them has not the
///   second. So whatever has the last id of a page is read again, with the next page.
/// - Servers say that an archive is complete where it is not. So it ends when a page brings nothing
///   that was not there.
/// - A server that does not know a cursor may begin anew. Then it is not believed any further.
///
/// Memory: one page, the ids of the last one, and the first id of all. Used once, by one thread.
final class ArchiveWalk {

  /// Asks for pages.
  @FunctionalInterface
  interface Pages {

    /// The messages behind an id.
    ///
    /// @param after empty for the first ones
    /// @param atMost how many
    Page page(String after, int atMost) throws IOException;
  }

  /// Takes the messages in their order.
  @FunctionalInterface
  interface Taker {

    void take(ArchivedStanza stanza) throws IOException;
  }

  /// A part of an archive.
  ///
  /// @param count how many messages the server says there are in all
  record Page(List<ArchivedStanza> stanzas, OptionalLong count) {}

  /// What came of it.
  ///
  /// @param taken how many messages there were
  /// @param counted how many the server said there are; empty if it did not say
  /// @param beganAnew whether the server began again from a cursor that it did not know
  record Outcome(long taken, OptionalLong counted, boolean beganAnew) {}

  private static final int GROWTH = 4;

  private final Pages pages;
  private final Taker taker;
  private int size;
  private long taken;
  private String cursor = "";
  private List<ArchivedStanza> again = List.of();
  private Set<String> lastIds = Set.of();
  private String firstId = "";

  /// @param size of a page; it grows where as many have one id
  ArchiveWalk(Pages pages, Taker taker, int size) {
    this.pages = pages;
    this.taker = taker;
    this.size = size;
  }

  Outcome run() throws IOException {
    Page page = pages.page(cursor, size);
    OptionalLong counted = page.count();
    firstId = page.stanzas().isEmpty() ? "" : page.stanzas().getFirst().id();
    boolean beganAnew = false;
    while (!page.stanzas().isEmpty() && !beganAnew && isNew(page)) {
      advance(page.stanzas());
      page = pages.page(cursor, size);
      beganAnew = isKnown(page.stanzas());
    }
    take(page.stanzas().size() > again.size() && !beganAnew ? page.stanzas() : again);
    return new Outcome(taken, counted, beganAnew);
  }

  /// Whether a page has what stands before the cursor. A server that begins anew far behind the
  /// first page gives nothing of the last one, but the first message of all.
  private boolean isKnown(List<ArchivedStanza> page) {
    boolean isFirst = !cursor.isEmpty() && !page.isEmpty() && page.getFirst().id().equals(firstId);
    return isFirst || page.stream().anyMatch(stanza -> lastIds.contains(stanza.id()));
  }

  /// Whether a page has more than what it was to repeat. If it is full of that, it was too small.
  private boolean isNew(Page page) {
    String last = page.stanzas().getLast().id();
    boolean isOneId = page.stanzas().getFirst().id().equals(last);
    if (isOneId && page.stanzas().size() >= size) {
      size *= GROWTH;
      return true;
    }
    return again.isEmpty() || !again.getFirst().id().equals(last);
  }

  /// Takes a page, up to those that have the last id.
  private void advance(List<ArchivedStanza> page) throws IOException {
    String last = page.getLast().id();
    int end = page.size();
    while (end > 0 && page.get(end - 1).id().equals(last)) {
      end--;
    }
    if (!again.isEmpty() && !page.getFirst().id().equals(again.getFirst().id())) {
      take(again); // the server did not repeat them
    }
    List<ArchivedStanza> whole = page.subList(0, end);
    take(whole);
    if (!whole.isEmpty()) {
      cursor = whole.getLast().id();
      lastIds = new HashSet<>();
      whole.forEach(stanza -> lastIds.add(stanza.id()));
    }
    again = new ArrayList<>(page.subList(end, page.size()));
  }

  private void take(List<ArchivedStanza> stanzas) throws IOException {
    for (ArchivedStanza stanza : stanzas) {
      taker.take(stanza);
      taken++;
    }
  }
}
