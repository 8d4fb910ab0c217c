package io.whaleshark.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.testkit.NoBugs;
import io.whaleshark.testkit.ReferenceEngine;
import io.whaleshark.testkit.StoredHistories;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Goal: what is exported, imported and exported again is the same, whatever has happened, and to
/// import it twice changes nothing. Method: random histories with expiry, erasures, and members who
/// come and go; the commands of the lines are decided by a node on an empty engine.
class ExportedLinesTest extends StoredHistories {

  private static List<ImportLine> exported(Engine engine, AppPolicy policy, Clock clock) {
    List<ImportLine> lines = new ArrayList<>();
    try (Contents contents = engine.contents()) {
      new ExportedLines(APP, contents, engine, policy.receipts(), clock)
          .forEachRemaining(lines::add);
    }
    return lines;
  }

  private static void take(Node node, List<ImportLine> lines) {
    for (ImportLine line : lines) {
      for (Function<Reply, Command.Decided> command : LineCommands.of(line)) {
        List<Answer> answers = new ArrayList<>();
        assertThat(node.lane().submit(command.apply(answers::add))).isTrue();
        while (answers.isEmpty()) {
          int _ = node.lane().turn();
        }
        if (!LineCommands.isPassed(line, answers.getFirst())) {
          assertThat(answers.getFirst()).as("%s", line).isNotInstanceOf(Answer.Refused.class);
        }
      }
    }
  }

  /// Whether somebody was erased in a group before it was dissolved. A repetition may find them
  /// there again, and erases them once more.
  private static boolean isErasedInDissolved(List<ImportLine> lines) {
    return lines.stream()
        .filter(ImportLine.Dissolved.class::isInstance)
        .map(line -> ((ImportLine.Dissolved) line).conversation())
        .anyMatch(group ->
            lines.stream()
                .anyMatch(line ->
                    line instanceof ImportLine.Erased erased
                        && erased.conversation().equals(group)));
  }

  @Override
  protected void examine(Engine engine, AppPolicy policy, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    List<ImportLine> lines = exported(engine, policy, clock);
    OrderCheck order = new OrderCheck();
    lines.forEach(line -> assertThat(order.fault(line)).as("%s", line).isEmpty());
    try (Engine empty = new ReferenceEngine();
        Node node =
            new Node(
                empty,
                new Node.Surroundings(
                    _ -> policy,
                    LaneLimits.DEFAULT,
                    new NoBugs(),
                    () -> {},
                    Runnable::run,
                    clock))) {
      take(node, lines);
      assertThat(exported(empty, policy, clock)).isEqualTo(lines);
      if (!isErasedInDissolved(lines)) {
        take(node, lines);
        assertThat(exported(empty, policy, clock)).isEqualTo(lines);
      }
    }
  }
}
