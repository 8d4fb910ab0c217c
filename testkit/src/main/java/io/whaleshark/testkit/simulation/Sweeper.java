package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.retention.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Runs the server's real sweep, concurrently with the lane as in production. Time advances while
/// it waits for the lane's answer and before each deletion, and anything may happen meanwhile.
/// Confined to the simulation's thread.
final class Sweeper {

  private static final int PAUSE_MICROS = 300_000;

  private final Timeline timeline;
  private final RandomGenerator random;
  private final SimulatedServer server;

  /// The node that is swept; null if none is.
  private @Nullable Node swept;

  Sweeper(Timeline timeline, RandomGenerator random, SimulatedServer server) {
    this.timeline = timeline;
    this.random = random;
    this.server = server;
  }

  /// Expires and deletes everything older than a stamp, unless a sweep is running or the node is
  /// down.
  void sweep(long keepFrom) {
    Node node = server.node();
    if (swept != null || node == null) {
      return;
    }
    swept = node;
    server.referee().sweepBegins(keepFrom);
    try {
      // What is said meanwhile may be stamped below that: by a clock that was set back.
      long judged = Math.min(keepFrom, server.referee().model.newestStamp() + 1);
      long _ = new Sweep(node.engine()).run(_ -> keepFrom, this::ask);
      server.referee().swept(judged);
      isNothingLeft(node, judged);
    } catch (EngineException _) {
      // The sweep was aborted. The next one continues.
    } finally {
      swept = null;
    }
  }

  private void isNothingLeft(Node node, long keepFrom) {
    node.engine().retention().due(_ -> keepFrom, Optional.empty(), Integer.MAX_VALUE).stream()
        .filter(due -> server.site().isAlone() || !isRaisedElsewhere(due))
        .findFirst()
        .ifPresent(due -> server.violated("P10 a sweep left behind " + due));
  }

  /// Another node, which has raised the floor, goes on to delete it.
  private boolean isRaisedElsewhere(Retention.Due due) {
    return server.referee().chat(due.conversation()).isExpired(due.upTo());
  }

  private Answer ask(Function<Reply, Command> command) {
    List<Answer> answers = new ArrayList<>();
    server.submit(command, null, answers::add);
    if (!timeline.runUntil(() -> !answers.isEmpty() || hasDied()) || answers.isEmpty()) {
      throw hasEnded();
    }
    return answers.getFirst();
  }

  /// Time goes on before something is deleted.
  void pause() {
    timeline.runUntil(timeline.now() + random.nextInt(PAUSE_MICROS));
    if (hasDied()) {
      throw hasEnded();
    }
  }

  private boolean hasDied() {
    return server.node() != swept;
  }

  private static EngineException hasEnded() {
    return new EngineException(EngineException.Kind.UNAVAILABLE, "the node has ended");
  }
}
