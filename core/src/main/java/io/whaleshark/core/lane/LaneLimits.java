package io.whaleshark.core.lane;

/// How much may wait in the lane, and how much one batch takes. Immutable.
///
/// @param commands the most commands that wait; above it, those who submit are told to stop reading
///   (P10)
/// @param bytes the most bytes of contents that wait
/// @param batch the most commands of one batch
public record LaneLimits(int commands, long bytes, int batch) {

  /// 16,384 commands and 64 MiB wait at most; a batch takes up to 4,096.
  public static final LaneLimits DEFAULT = new LaneLimits(16_384, 64L << 20, 4_096);

  public LaneLimits {
    if (commands < 1 || bytes < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "lane: "
              + commands
              + " commands, "
              + bytes
              + " bytes, batch of "
              + batch
              + " (expected: each at least 1)");
    }
  }
}
