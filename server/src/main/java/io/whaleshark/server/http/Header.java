package io.whaleshark.server.http;

/// A header of an answer. Immutable.
public record Header(String name, String value) {}
