package io.whaleshark.bench.report;

/// One measured number.
///
/// @param name the name in reports
/// @param unit the unit; `/s` is a rate
public record Figure(String name, double value, String unit) {

  /// Returns the same figure with its owner's name.
  Figure of(String owner) {
    return new Figure(owner + ", " + name, value, unit);
  }
}
