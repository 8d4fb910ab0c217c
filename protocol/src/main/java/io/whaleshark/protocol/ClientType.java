package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// What kind of client sent a frame: the header's `clientType`.
public enum ClientType {
  /// A program that speaks for a user.
  WEB_API(0),
  /// A browser.
  WEB(1),
  /// A phone or tablet of Apple.
  IOS(2),
  /// A phone or tablet with Android.
  ANDROID(3),
  /// A desktop with Windows.
  WINDOWS(4),
  /// A desktop of Apple.
  MAC(5);

  private final int number;

  ClientType(int number) {
    this.number = number;
  }

  /// The number on the wire, 0..5.
  public int number() {
    return number;
  }

  /// The type with this number, or null if there is none.
  public static @Nullable ClientType of(long number) {
    for (var type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    return null;
  }
}
