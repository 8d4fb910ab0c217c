package io.whaleshark.engine.rocksdb;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The column families. The package documentation describes their keys and rows.
enum Table {
  DEFAULT,
  LOG,
  SENT,
  OWN,
  RECALLS,
  MEMBERS,
  LISTS,
  GROUPS,
  FLOORS,
  BANS,
  BLOCKS,
  RECEIPTS,
  PUSH_TOKENS,
  PUSH_ADDRESSES,
  PROFILES,
  PROFILE_NAMES,
  JOURNAL;

  byte[] columnFamily() {
    return name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }
}
