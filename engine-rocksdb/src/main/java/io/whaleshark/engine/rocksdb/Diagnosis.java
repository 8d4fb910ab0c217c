package io.whaleshark.engine.rocksdb;

import java.util.List;

/// What an examination of a data folder found. Immutable.
///
/// @param messages how many are retained
/// @param periods how many periods of membership there are
/// @param faults how many things are not as promised
/// @param named the first faults, at most [#NAMED_AT_MOST], each with the promise that it breaks
public record Diagnosis(
    long conversations, long messages, long periods, long faults, List<String> named) {

  /// How many faults are named.
  public static final int NAMED_AT_MOST = 100;

  public Diagnosis {
    named = List.copyOf(named);
  }

  public boolean isHealthy() {
    return faults == 0;
  }
}
