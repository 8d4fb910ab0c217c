package io.whaleshark.core.engine;

/// How much one page may hold: it ends at whichever bound is met first, but holds one entry at
/// least. Immutable.
///
/// @param entries at most this many entries, 1..500
/// @param bytes entries are added while the page is below this many bytes
public record PageLimit(int entries, int bytes) {

  /// The most entries of any page.
  public static final int ENTRIES_AT_MOST = 500;

  /// The bytes after which any page ends: keeps an answer in memory bounded (P10).
  public static final int BYTES = 1 << 20;

  public PageLimit {
    if (entries < 1 || entries > ENTRIES_AT_MOST) {
      throw new IllegalArgumentException(
          "limit: " + entries + " (expected: 1.." + ENTRIES_AT_MOST + ")");
    }
  }

  /// A page of so many entries and the usual bytes.
  public static PageLimit of(int entries) {
    return new PageLimit(entries, BYTES);
  }
}
