package io.whaleshark.server;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.server.config.AppConfig;
import io.whaleshark.server.config.ConfigException;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.server.push.Pushes;
import io.whaleshark.server.webhook.BeforeSend;
import io.whaleshark.server.webhook.Webhooks;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings of all apps as they are now, and what runs by them: webhooks, push services and the
/// hooks before messages are sent. A reload changes them while they are in use. Thread-safe.
final class Apps implements AutoCloseable {

  private static final Duration LANE_ANSWERS_WITHIN = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private final ServerConfig atStart;
  private final Journal journal;
  private final Webhooks webhooks;
  private final Pushes pushes;
  private final BeforeSend beforeSend;
  private volatile ServerConfig config; // replaced by a reload
  private volatile AppTable table; // of that
  private boolean isClosed; // guarded by this

  /// Names the followers of the journal. They begin with [#begin].
  ///
  /// @throws ConfigException if a file cannot be used that the settings name
  /// @throws EngineException if the journal cannot be written
  Apps(ServerConfig config, Journal journal, Clock clock, Metrics metrics) {
    this.atStart = config;
    this.config = config;
    this.table = new AppTable(config.apps(), config.appDefaults());
    this.journal = journal;
    this.webhooks = new Webhooks(clock, metrics);
    this.pushes = new Pushes(journal, clock, metrics);
    this.beforeSend = new BeforeSend(config.frames(), clock, metrics);
    journal.follow(config.followers());
    beforeSend.use(config.beforeSend());
  }

  AppConfig of(int app) {
    return table.of(app);
  }

  Webhooks webhooks() {
    return webhooks;
  }

  BeforeSend beforeSend() {
    return beforeSend;
  }

  /// Begins to tell what is committed. Called once.
  ///
  /// @throws ConfigException if a file cannot be used that the settings name
  synchronized void begin(Node node) {
    try (Pushes.Opened opened = pushes.open(config.push())) {
      begin(opened, node);
    }
  }

  private void begin(Pushes.Opened opened, Node node) {
    webhooks.begin(config.webhooks(), journal, node.notifications());
    pushes.begin(opened, surroundings(node));
  }

  /// See [Server#reload].
  synchronized void reload(ServerConfig now, Node node) {
    if (isClosed) {
      return;
    }
    try (Pushes.Opened opened = pushes.open(now.push())) {
      webhooks.endOthers(now.webhooks());
      pushes.endOthers(opened);
      journal.follow(now.followers());
      List<Integer> toldPresence =
          now.webhooks().keySet().stream()
              .filter(app -> now.app(app).policy().isPresenceTold())
              .filter(app -> !config.app(app).policy().isPresenceTold())
              .toList();
      config = now;
      table = new AppTable(now.apps(), now.appDefaults());
      beforeSend.use(now.beforeSend());
      begin(opened, node);
      toldPresence.forEach(node::tellWhoIsOnline);
    }
    List<String> held = atStart.heldUntilRestart(now);
    if (!held.isEmpty()) {
      LOG.warn(
          "changed settings that hold only when the server starts: {}", String.join(", ", held));
    }
  }

  private static Pushes.Surroundings surroundings(Node node) {
    return new Pushes.Surroundings(
        node.notifications(),
        node.engine().pushTokens(),
        dead ->
            node.lane()
                .ask(
                    reply -> new Command.ForgetPushToken(dead, reply),
                    LANE_ANSWERS_WITHIN,
                    LANE_ANSWERS_WITHIN),
        node.engine()::newestStamp);
  }

  /// Something may have been committed. Never blocks.
  void wake() {
    webhooks.wake();
    pushes.wake();
  }

  /// Ends all of them; messages that wait for a hook are refused.
  @Override
  public synchronized void close() {
    isClosed = true;
    try (beforeSend;
        webhooks) {
      pushes.close();
    }
  }
}
