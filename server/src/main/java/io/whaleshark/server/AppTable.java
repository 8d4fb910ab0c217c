package io.whaleshark.server;

import io.whaleshark.server.config.AppConfig;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The settings of apps, found by number without a box: each message asks several times. Immutable.
final class AppTable {

  private final int[] apps; // ascending
  private final AppConfig[] own;
  private final AppConfig others;

  /// @param others of apps that have none of their own
  AppTable(Map<Integer, AppConfig> own, AppConfig others) {
    SortedMap<Integer, AppConfig> sorted = new TreeMap<>(own);
    this.apps = sorted.keySet().stream().mapToInt(Integer::intValue).toArray();
    this.own = sorted.values().toArray(AppConfig[]::new);
    this.others = others;
  }

  AppConfig of(int app) {
    int at = Arrays.binarySearch(apps, app);
    return at < 0 ? others : own[at];
  }
}
