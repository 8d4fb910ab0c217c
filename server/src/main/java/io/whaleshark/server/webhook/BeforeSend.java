package io.whaleshark.server.webhook;

import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.protocol.Request;
import io.whaleshark.server.config.BeforeSendConfig;
import io.whaleshark.server.gateway.shared.Vetting;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.translation.Verdict;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// The hooks that apps have before messages are sent. Thread-safe.
///
/// Nothing of one app waits for the hook of another: each has connections, threads and bounds of
/// its own.
public final class BeforeSend implements Vetting, AutoCloseable {

  private final Map<Integer, BeforeSendHook> hooks = new TreeMap<>();

  /// @param settings of the apps that have a hook
  /// @param frames how large a message may be, as the body of one
  public BeforeSend(
      Map<Integer, BeforeSendConfig> settings, FrameLimits frames, Clock clock, Metrics metrics) {
    settings.forEach((app, hook) ->
        hooks.put(app, new BeforeSendHook(app, hook, frames.maxBodyBytes(), clock, metrics)));
  }

  /// Whether an app has a hook.
  @Override
  public boolean isAsked(int app) {
    return hooks.containsKey(app);
  }

  /// How many messages of an app may wait for its hook at once.
  public int inFlight(int app) {
    return hook(app).inFlight();
  }

  @Override
  public CompletableFuture<Verdict> ask(int app, Request.Send send) {
    return hook(app).ask(send);
  }

  /// Lets a batch of messages wait for the hook of an app, which has one, until [#endBatch].
  ///
  /// @return false if as many wait as may
  public boolean beginBatch(int app) {
    return hook(app).beginBatch();
  }

  /// See [#beginBatch]; called once for each that began.
  public void endBatch(int app) {
    hook(app).endBatch();
  }

  private BeforeSendHook hook(int app) {
    return Objects.requireNonNull(hooks.get(app));
  }

  /// Refuses the messages that wait, and all that come.
  @Override
  public void close() {
    hooks.values().forEach(BeforeSendHook::close);
  }
}
