package io.whaleshark.archives.xmpp;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/// Times as XEP-0082 writes them. Stateless.
final class Stamps {

  private Stamps() {}

  /// In microseconds since 1970.
  static long micros(String stamp) throws IOException {
    try {
      return ChronoUnit.MICROS.between(Instant.EPOCH, OffsetDateTime.parse(stamp));
    } catch (DateTimeException e) {
      throw new IOException("a message without a time (expected: as XEP-0082 says)", e);
    }
  }
}
