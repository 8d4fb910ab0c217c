package io.whaleshark.engine.rocksdb;

import java.util.List;

/// The result of examining a data folder. Immutable.
///
/// @param messages the number of retained messages
/// @param periods the number of membership periods
/// @param faults the number of faults
/// @param named descriptions of the first faults, at most [#NAMED_AT_MOST], each with the broken
///   promise
public record Diagnosis(
    long conversations, long messages, long periods, long faults, List<String> named) {

  /// The maximum number of described faults.
  public static final int NAMED_AT_MOST = 100;

  public Diagnosis {
    named = List.copyOf(named);
  }

  public boolean isHealthy() {
    return faults == 0;
  }
}
