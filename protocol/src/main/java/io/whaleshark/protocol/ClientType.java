package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// What kind of client sent a frame: the header's `clientType`.
public enum ClientType {
  /// A program that speaks for a user.
  WEB_API,
  /// A browser.
  WEB,
  /// A phone or tablet of Apple.
  IOS,
  /// A phone or tablet with Android.
  ANDROID,
  /// A desktop with Windows.
  WINDOWS,
  /// A desktop of Apple.
  MAC;

  /// The number on the wire, 0..5.
  public int number() {
    return ordinal();
  }

  /// The type with this number, or null if there is none.
  public static @Nullable ClientType of(long number) {
    return number >= 0 && number < values().length ? values()[(int) number] : null;
  }
}
