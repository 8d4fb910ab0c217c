package io.whaleshark.core.id;

/// One installation of a client of a user. Immutable.
///
/// @param kind the kind of client
/// @param name the name that the installation chose; empty, or valid by the rule of [Names]
public record DeviceId(DeviceKind kind, String name) {

  public DeviceId {
    Names.requireId("device", name, 0);
  }
}
