package io.whaleshark.server.sockets;

/// The address that ports listen on, with the name of its setting.
///
/// @param setting the name where its value was given
public record NamedHost(String setting, String address) {}
