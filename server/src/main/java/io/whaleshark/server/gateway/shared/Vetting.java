package io.whaleshark.server.gateway.shared;

import io.whaleshark.protocol.Written;
import io.whaleshark.translation.Verdict;
import java.util.concurrent.CompletableFuture;

/// Asks apps about messages before they are sent, or edited. Thread-safe.
public interface Vetting {

  /// Whether an app is to be asked.
  boolean isAsked(int app);

  /// Asks an app about a message. One that is not to be asked, or not any more, allows it. Never
  /// blocks.
  ///
  /// @return completes within the time-out of the app's settings, never with an exception, on a
  ///   thread that must not be blocked
  CompletableFuture<Verdict> ask(int app, Written written);
}
