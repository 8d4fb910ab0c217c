package io.whaleshark.core.id;

/// One installation of a client of a user. Immutable.
///
/// @param kind what sort of client it is
/// @param name the name that the installation gave itself; may be empty, at most 128 characters
public record DeviceId(DeviceKind kind, String name) {

  public DeviceId {
    if (name.length() > UserId.NAME_CHARS_AT_MOST) {
      throw new InvalidIdException(
          "device: "
              + name.length()
              + " characters (expected: 0.."
              + UserId.NAME_CHARS_AT_MOST
              + ")");
    }
  }
}
