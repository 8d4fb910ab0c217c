package io.whaleshark.archives.xmpp;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/// Times as XEP-0082 writes them. Stateless.
final class Stamps {

  private Stamps() {}

  /// In microseconds since 1970; empty if it is no time.
  static OptionalLong micros(String stamp) {
    try {
      return OptionalLong.of(ChronoUnit.MICROS.between(Instant.EPOCH, OffsetDateTime.parse(stamp)));
    } catch (DateTimeException | ArithmeticException _) {
      return OptionalLong.empty();
    }
  }
}
