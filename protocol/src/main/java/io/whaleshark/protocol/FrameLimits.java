package io.whaleshark.protocol;

/// The maximum sizes of a client's frame; a larger frame is refused before anything is allocated
/// for it.
///
/// @param maxImeiBytes the maximum length of the device id, trailing zeros included, 1..1024
/// @param maxBodyBytes the maximum length of the body, trailing zeros included, 2..16 MiB
public record FrameLimits(int maxImeiBytes, int maxBodyBytes) {
  /// 128 bytes of device id and 64 KiB of body: an order of magnitude above what published clients
  /// send.
  public static final FrameLimits DEFAULT = new FrameLimits(128, 64 * 1024);

  private static final int IMEI_AT_MOST = 1024;
  private static final int BODY_AT_MOST = 16 * 1024 * 1024;

  public FrameLimits {
    if (maxImeiBytes < 1 || maxImeiBytes > IMEI_AT_MOST) {
      throw new IllegalArgumentException(
          "maxImeiBytes: " + maxImeiBytes + " (expected: 1.." + IMEI_AT_MOST + ")");
    }
    if (maxBodyBytes < 2 || maxBodyBytes > BODY_AT_MOST) {
      throw new IllegalArgumentException(
          "maxBodyBytes: " + maxBodyBytes + " (expected: 2.." + BODY_AT_MOST + ")");
    }
  }
}
