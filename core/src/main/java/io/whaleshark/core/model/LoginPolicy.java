package io.whaleshark.core.model;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.DeviceKind.DeviceClass;

/// Which devices of one user may be logged in at the same time.
///
/// A policy counts browsers separately from phones and desktops. Where it allows "one plus web", a
/// user may have any number of browser sessions.
public enum LoginPolicy {
  /// 1: one device, whatever it is.
  ONE_DEVICE,
  /// 2: one device, plus any number of browsers.
  ONE_AND_WEB,
  /// 3: one phone and one desktop, plus any number of browsers.
  PHONE_DESKTOP_AND_WEB,
  /// 4: all devices.
  ALL;

  /// Returns the policy with this number.
  ///
  /// @param number 1..4
  /// @throws IllegalArgumentException for any other number
  public static LoginPolicy of(int number) {
    if (number < 1 || number > values().length) {
      throw new IllegalArgumentException("login policy: " + number + " (expected: 1..4)");
    }
    return values()[number - 1];
  }

  /// The number that operators use in the settings: 1..4.
  public int number() {
    return ordinal() + 1;
  }

  /// Whether a device that logs in ends the session of another one of the same user. The same
  /// device always replaces its own older connection.
  public boolean displaces(DeviceId incoming, DeviceId present) {
    return incoming.equals(present) || displaces(incoming.kind(), present.kind());
  }

  /// The same of two devices, by their kinds.
  public boolean displaces(DeviceKind incoming, DeviceKind present) {
    DeviceClass in = incoming.deviceClass();
    DeviceClass there = present.deviceClass();
    boolean browser = in == DeviceClass.WEB || there == DeviceClass.WEB;
    return switch (this) {
      case ONE_DEVICE -> true;
      case ONE_AND_WEB -> !browser;
      case PHONE_DESKTOP_AND_WEB -> !browser && in == there;
      case ALL -> false;
    };
  }
}
