package io.whaleshark.engine.cluster.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs scripts in Redis, as long as Redis answers. Thread-safe.
///
/// Nobody waits for a Redis that is away: after a failure its part of the slots is not asked any
/// more, until a look each moment finds that it answers. Nothing is sent twice.
final class RedisLink {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final long ANSWERS_WITHIN_MILLIS = 250;
  private static final Duration LOOKS_EACH = Duration.ofMillis(200);
  private static final int SLOTS_A_PART = 1_024;

  /// Who asks more waits for others, without its time running: of a thousand inboxes at once, Redis
  /// and this node would be as late with the first as with the last, and seem to be away.
  private static final int QUESTIONS_AT_ONCE = 16;

  private final RedisClients clients;
  private final Set<Integer> away = ConcurrentHashMap.newKeySet(); // parts of the slots
  private final Set<String> refusals = ConcurrentHashMap.newKeySet(); // kinds that were logged
  private final Semaphore questions = new Semaphore(QUESTIONS_AT_ONCE, true);

  RedisLink(RedisClients clients) {
    this.clients = clients;
  }

  /// Runs a script, and waits for its answer.
  ///
  /// @return empty if Redis does not answer soon, or refuses
  Optional<List<Object>> ask(InboxScript script, InboxKeys keys, List<byte[]> values) {
    try {
      questions.acquire();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return answer(script, keys, values);
    } finally {
      questions.release();
    }
  }

  private Optional<List<Object>> answer(InboxScript script, InboxKeys keys, List<byte[]> values) {
    Optional<RedisClusterAsyncCommands<String, byte[]>> commands = commandsFor(keys);
    if (commands.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          run(commands.get(), script, keys, values)
              .toCompletableFuture()
              .get(ANSWERS_WITHIN_MILLIS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      failed(keys, e);
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Runs a script, and does not wait.
  ///
  /// @return completes when it is over, however it went
  CompletionStage<Void> tell(InboxScript script, InboxKeys keys, List<byte[]> values) {
    return begin(keys, commands -> run(commands, script, keys, values));
  }

  /// Deletes both keys, and does not wait.
  ///
  /// @return completes when it is over, however it went
  CompletionStage<Void> delete(InboxKeys keys) {
    return begin(keys, commands -> deleted(commands, keys));
  }

  private CompletionStage<Void> begin(
      InboxKeys keys,
      Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<?>> request) {
    return commandsFor(keys)
        .<CompletionStage<Void>>map(commands ->
            request
                .apply(commands)
                .handle((_, failure) -> {
                  if (failure != null) {
                    failed(keys, failure);
                  }
                  return null;
                }))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  private static CompletionStage<Long> deleted(
      RedisClusterAsyncCommands<String, byte[]> commands, InboxKeys keys) {
    try {
      return commands.del(keys.both());
    } catch (RedisException | IllegalStateException e) { // it is being closed
      return CompletableFuture.failedStage(e);
    }
  }

  private Optional<RedisClusterAsyncCommands<String, byte[]>> commandsFor(InboxKeys keys) {
    return away.contains(part(keys)) ? Optional.empty() : clients.commands();
  }

  /// A script that Redis does not know was not run: so it is sent whole.
  private static CompletionStage<List<Object>> run(
      RedisClusterAsyncCommands<String, byte[]> commands,
      InboxScript script,
      InboxKeys keys,
      List<byte[]> values) {
    byte[][] all = values.toArray(byte[][]::new);
    CompletionStage<List<Object>> known;
    try {
      known = commands.evalsha(script.sha(), ScriptOutputType.MULTI, keys.both(), all);
    } catch (RedisException | IllegalStateException e) { // it is being closed
      return CompletableFuture.failedStage(e);
    }
    return known.exceptionallyCompose(failure ->
        cause(failure) instanceof RedisNoScriptException
            ? commands.eval(script.text(), ScriptOutputType.MULTI, keys.both(), all)
            : CompletableFuture.failedStage(failure));
  }

  private static Throwable cause(Throwable failure) {
    boolean isWrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return isWrapped && failure.getCause() != null ? failure.getCause() : failure;
  }

  private static int part(InboxKeys keys) {
    return SlotHash.getSlot(keys.set()) / SLOTS_A_PART;
  }

  private void failed(InboxKeys keys, Throwable failure) {
    Throwable cause = cause(failure);
    if (clients.isClosed()) {
      return;
    }
    if (cause instanceof RedisCommandExecutionException refusal) {
      String text = String.valueOf(refusal.getMessage());
      if (refusals.add(text.split(" ", 2)[0])) {
        LOG.warn("Redis refuses, inboxes are read from PostgreSQL: {} (key {})", text, keys.set());
      }
    } else if (away.add(part(keys))) {
      if (away.size() == 1) {
        LOG.warn("Redis is away, inboxes are read from PostgreSQL: {}", cause.toString());
      }
      lookAgain(keys);
    }
  }

  /// Asks something harmless of the same part of the slots, until it is answered.
  private void lookAgain(InboxKeys keys) {
    clients.later(
        LOOKS_EACH,
        () ->
            clients
                .commands()
                .<CompletionStage<Long>>map(commands -> commands.exists(keys.set()))
                .orElseGet(() -> CompletableFuture.failedStage(new IllegalStateException("away")))
                .whenComplete((_, failure) -> {
                  if (failure != null) {
                    lookAgain(keys);
                  } else if (away.remove(part(keys)) && away.isEmpty()) {
                    LOG.info("Redis answers again");
                  }
                }));
  }
}
