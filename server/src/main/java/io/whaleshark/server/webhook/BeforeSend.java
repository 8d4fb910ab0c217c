package io.whaleshark.server.webhook;

import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.protocol.Written;
import io.whaleshark.server.config.BeforeSendConfig;
import io.whaleshark.server.gateway.shared.Vetting;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.translation.Verdict;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The hooks that apps have before messages are sent or edited. Thread-safe.
///
/// Nothing of one app waits for the hook of another: each has connections, threads and bounds of
/// its own.
public final class BeforeSend implements Vetting, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private final FrameLimits frames;
  private final Clock clock;
  private final Metrics metrics;
  private volatile Map<Integer, BeforeSendHook> hooks = Map.of(); // replaced by a reload

  /// None yet.
  ///
  /// @param frames how large a message may be, as the body of one
  public BeforeSend(FrameLimits frames, Clock clock, Metrics metrics) {
    this.frames = frames;
    this.clock = clock;
    this.metrics = metrics;
  }

  /// Has these hooks asked from now on. Messages that wait for another one have its answer. Never
  /// blocks.
  ///
  /// @param settings of the apps that have a hook
  public synchronized void use(Map<Integer, BeforeSendConfig> settings) {
    Map<Integer, BeforeSendHook> before = hooks;
    Map<Integer, BeforeSendHook> next = new TreeMap<>();
    settings.forEach((app, config) -> {
      BeforeSendHook there = before.get(app);
      next.put(app, there != null && there.config().equals(config) ? there : open(app, config));
    });
    hooks = next;
    before.forEach((app, hook) -> {
      if (next.get(app) != hook) {
        LOG.info("the before-send hook of app {} has other settings, or is gone", app);
        Thread.ofVirtual().name("before-send").start(hook::leave);
      }
    });
  }

  private BeforeSendHook open(int app, BeforeSendConfig config) {
    return new BeforeSendHook(app, config, frames.maxBodyBytes(), clock, metrics);
  }

  /// Whether an app has a hook.
  @Override
  public boolean isAsked(int app) {
    return hooks.containsKey(app);
  }

  /// How many messages of an app may wait for its hook at once; 0 if it has none.
  public int inFlight(int app) {
    return hook(app).map(hook -> hook.config().inFlight()).orElse(0);
  }

  @Override
  public CompletableFuture<Verdict> ask(int app, Written written) {
    for (Optional<BeforeSendHook> hook = hook(app); hook.isPresent(); hook = hook(app)) {
      Optional<CompletableFuture<Verdict>> told = hook.get().ask(written);
      if (told.isPresent()) {
        return told.get();
      }
      // It has left since it was looked up: there is another one by now, or none.
    }
    return CompletableFuture.completedFuture(Verdict.allowed(written));
  }

  /// Lets a batch of messages wait for the hook of an app.
  ///
  /// @return empty if as many wait as may
  public Optional<WaitingBatch> beginBatch(int app) {
    return hook(app).map(BeforeSendHook::beginBatch).orElseGet(() -> Optional.of(() -> {}));
  }

  private Optional<BeforeSendHook> hook(int app) {
    return Optional.ofNullable(hooks.get(app));
  }

  /// Refuses the messages that wait, and all that come.
  @Override
  public synchronized void close() {
    hooks.values().forEach(BeforeSendHook::close);
  }
}
