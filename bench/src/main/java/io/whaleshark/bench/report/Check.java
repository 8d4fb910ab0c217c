package io.whaleshark.bench.report;

/// A check of a run, and how often it failed.
///
/// @param anomaly what must not happen
public record Check(String anomaly, long times) {}
