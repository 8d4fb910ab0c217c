package io.whaleshark.server.http;

/// A response header. Immutable.
public record Header(String name, String value) {}
