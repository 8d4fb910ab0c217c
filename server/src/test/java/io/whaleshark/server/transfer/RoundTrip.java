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
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// Exports what an engine holds of an app, imports it into an empty one, and compares the two: the
/// lines, and what users see. The commands of the lines are decided by a node.
///
/// @param empty opens an engine that holds nothing
record RoundTrip(int app, AppPolicy policy, Clock clock, Supplier<Engine> empty) {

  /// @throws AssertionError if the two differ
  void examine(Engine engine) {
    List<ImportLine> lines = exported(engine);
    Map<String, Object> before = SeenContents.of(engine, app);
    OrderCheck order = new OrderCheck();
    lines.forEach(line -> assertThat(order.fault(line)).as("%s", line).isEmpty());
    try (Engine other = empty.get();
        Node node =
            new Node(
                other,
                new Node.Surroundings(
                    _ -> policy,
                    LaneLimits.DEFAULT,
                    new NoBugs(),
                    () -> {},
                    Runnable::run,
                    clock))) {
      take(node, lines);
      assertThat(exported(other)).isEqualTo(lines);
      assertThat(SeenContents.difference(before, SeenContents.of(other, app)))
          .as("%s", lines)
          .isEmpty();
      if (!isErasedInDissolved(lines)) {
        take(node, lines);
        assertThat(exported(other)).isEqualTo(lines);
        assertThat(SeenContents.difference(before, SeenContents.of(other, app))).isEmpty();
      }
    }
  }

  private List<ImportLine> exported(Engine engine) {
    List<ImportLine> lines = new ArrayList<>();
    try (Contents contents = engine.contents()) {
      new ExportedLines(app, contents, engine, policy.receipts(), clock)
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
}
