package io.whaleshark.bench.report;

import org.HdrHistogram.Histogram;

/// How long something took, each time.
///
/// @param name from what to what
/// @param histogram in nanoseconds
public record Latency(String name, Histogram histogram) {}
