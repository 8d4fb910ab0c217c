package io.whaleshark.core.id;

/// The kinds of clients, in the order of their numbers on the wire.
public enum DeviceKind {
  API(DeviceClass.WEB),
  WEB(DeviceClass.WEB),
  IOS(DeviceClass.PHONE),
  ANDROID(DeviceClass.PHONE),
  WINDOWS(DeviceClass.DESKTOP),
  MAC(DeviceClass.DESKTOP);

  /// The classes that login policies and silent pushes distinguish.
  public enum DeviceClass {
    PHONE,
    DESKTOP,
    WEB
  }

  private final DeviceClass deviceClass;

  DeviceKind(DeviceClass deviceClass) {
    this.deviceClass = deviceClass;
  }

  /// The class of this kind.
  public DeviceClass deviceClass() {
    return deviceClass;
  }

  /// Whether this falls silent while its user is active on another device.
  public boolean isPhone() {
    return deviceClass == DeviceClass.PHONE;
  }
}
