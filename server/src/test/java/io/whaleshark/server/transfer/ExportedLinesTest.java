package io.whaleshark.server.transfer;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.ReferenceEngine;
import io.whaleshark.testkit.StoredHistories;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/// Goal: what is exported, imported and exported again is the same, whatever has happened, users
/// see the same, and to import it twice changes nothing. Method: random histories with expiry,
/// erasures, and members who come and go.
class ExportedLinesTest extends StoredHistories {

  @Override
  protected void examine(Engine engine, AppPolicy policy, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    new RoundTrip(APP, policy, clock, ReferenceEngine::new).examine(engine);
  }
}
