package io.whaleshark.bench.report;

/// One measured number.
///
/// @param name what people read
/// @param unit what one of it is; `/s` is a rate
public record Figure(String name, double value, String unit) {

  /// The same, of something that has a name.
  Figure of(String owner) {
    return new Figure(owner + ", " + name, value, unit);
  }
}
