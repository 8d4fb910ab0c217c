package io.whaleshark.local.cluster.load;

/// Where a server is entered, on this machine.
public record Door(int tcp, int http) {}
