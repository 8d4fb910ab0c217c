package io.whaleshark.checker;

/// The answer to a send.
public record Ack(long sequence, long key, long time) {}
