package io.whaleshark.bench.report;

/// What was looked for while measuring, and how often it was found.
///
/// @param anomaly what must not happen
public record Check(String anomaly, long times) {

  /// The same, of something that has a name.
  Check of(String owner) {
    return new Check(anomaly + " by the " + owner, times);
  }
}
