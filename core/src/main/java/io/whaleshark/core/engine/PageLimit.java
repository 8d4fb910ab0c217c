package io.whaleshark.core.engine;

/// The size limit of a page. A page ends at the first bound that it reaches, but holds at least one
/// entry. Immutable.
///
/// @param entries at most this many entries, 1..500
/// @param bytes entries are added while the page is below this many bytes
public record PageLimit(int entries, int bytes) {

  /// The most entries of any page.
  public static final int ENTRIES_AT_MOST = 500;

  /// The size in bytes at which any page ends; it bounds the memory that an answer takes (P10).
  public static final int BYTES = 1 << 20;

  public PageLimit {
    if (entries < 1 || entries > ENTRIES_AT_MOST) {
      throw new IllegalArgumentException(
          "limit: " + entries + " (expected: 1.." + ENTRIES_AT_MOST + ")");
    }
  }

  /// A limit of this many entries and the default [#BYTES].
  public static PageLimit of(int entries) {
    return new PageLimit(entries, BYTES);
  }
}
