package io.whaleshark.engine.rocksdb;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The column families. The package documentation describes their keys and rows.
enum Table {
  DEFAULT,
  LOG,
  SENT,
  OWN,
  MOVED("recalls"), // what moved first were recalls
  MEMBERS,
  LISTS,
  GROUPS,
  FLOORS,
  PINS,
  TALLIES,
  REACTIONS,
  BANS,
  BLOCKS,
  RECEIPTS,
  PUSH_TOKENS,
  PUSH_ADDRESSES,
  PROFILES,
  PROFILE_NAMES,
  JOURNAL;

  private final String columnFamily;

  Table() {
    columnFamily = name().toLowerCase(Locale.ROOT);
  }

  Table(String columnFamily) {
    this.columnFamily = columnFamily;
  }

  byte[] columnFamily() {
    return columnFamily.getBytes(StandardCharsets.US_ASCII);
  }
}
