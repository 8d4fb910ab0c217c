package io.whaleshark.bench.report;

/// What was looked for while measuring, and how often it was found.
///
/// @param anomaly what must not happen
public record Check(String anomaly, long times) {}
