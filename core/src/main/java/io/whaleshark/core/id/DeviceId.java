package io.whaleshark.core.id;

/// One installation of a client of a user. Immutable.
///
/// @param kind what sort of client it is
/// @param name the name that the installation gave itself; may be empty, else as [Names] says
public record DeviceId(DeviceKind kind, String name) {

  public DeviceId {
    Names.requireId("device", name, 0);
  }
}
