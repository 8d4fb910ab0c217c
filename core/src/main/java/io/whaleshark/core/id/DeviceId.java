package io.whaleshark.core.id;

/// One installation of a client of a user. Immutable.
///
/// @param kind the kind of client
/// @param name the name that the installation chose; empty, or valid by the rule of [Names]
public record DeviceId(DeviceKind kind, String name) implements Comparable<DeviceId> {

  public DeviceId {
    Names.requireId("device", name, 0);
  }

  /// Orders by the name of the kind, then by the code points of the device's own.
  @Override
  public int compareTo(DeviceId other) {
    int byKind = kind.name().compareTo(other.kind.name());
    return byKind != 0 ? byKind : Names.compare(name, other.name);
  }
}
