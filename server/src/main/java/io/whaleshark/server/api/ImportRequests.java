package io.whaleshark.server.api;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.CommandChain;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.model.Message;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.transfer.ImportLine;
import io.whaleshark.server.transfer.LineCommands;
import io.whaleshark.server.transfer.LineReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The lines that one request imports, in their order. Confined to the request's thread.
final class ImportRequests {

  private static final long MICROS_PER_MILLI = 1_000;

  /// More than that would keep the lane from others for too long.
  private static final int COMMANDS_AT_ONCE = 500;

  private final LineReader reader;
  private final long keptFromMillis;
  private final List<Item> items = new ArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();

  private sealed interface Item {}

  private record Asked(ImportLine line, List<Function<Reply, Command.Decided>> commands)
      implements Item {}

  private record Expired() implements Item {}

  private record Wrong(Problem why) implements Item {}

  /// @param keptFromMillis messages that were sent before are not kept, in milliseconds since 1970
  ImportRequests(LineReader reader, long keptFromMillis) {
    this.reader = reader;
    this.keptFromMillis = keptFromMillis;
  }

  /// Adds a line. One that is none is refused, and the others are not.
  void add(byte[] line) {
    try {
      ImportLine read = reader.read(line);
      boolean isExpired =
          read instanceof ImportLine.Said said && said.timeMillis() < keptFromMillis;
      items.add(isExpired ? new Expired() : new Asked(read, LineCommands.of(read)));
    } catch (ProtocolException e) {
      items.add(new Wrong(new Problem(e.code(), e.detail())));
    }
  }

  /// Has the lane carry them out in their order, and waits for all answers. Behind one that has to
  /// be sent again, none is done.
  void ask(AppCalls calls) {
    CommandChain chain = new CommandChain();
    List<Function<Reply, Command>> all =
        items.stream()
            .filter(Asked.class::isInstance)
            .flatMap(item -> ((Asked) item).commands().stream())
            .map(command -> chained(chain, command))
            .toList();
    Optional<Answer> stop = Optional.empty();
    for (int from = 0; from < all.size(); from += COMMANDS_AT_ONCE) {
      List<Function<Reply, Command>> some =
          all.subList(from, Math.min(all.size(), from + COMMANDS_AT_ONCE));
      if (stop.isPresent()) {
        some.forEach(_ -> answers.add(new Answer.Refused(Refusal.RETRY_LATER, NOT_TRIED)));
      } else {
        List<Answer> come = calls.askAll(some);
        stop = come.stream().filter(ImportRequests::isToRepeat).findFirst();
        answers.addAll(come);
      }
    }
  }

  private static Function<Reply, Command> chained(
      CommandChain chain, Function<Reply, Command.Decided> command) {
    return reply -> new Command.Chained(chain, command.apply(reply));
  }

  private static final Answer.Refused STILL_A_MEMBER =
      new Answer.Refused(
          Refusal.GROUP_CONFLICT, "userId: a member of the group (expected: to leave it first)");

  private static final String NOT_TRIED = "the line before it has to be sent again first; retry";

  private static boolean isToRepeat(Answer answer) {
    return answer instanceof Answer.Refused refused && refused.refusal().isForNow();
  }

  /// Writes what each has come to, as the values of an array.
  void write(JsonWriter json) {
    for (Item item : items) {
      switch (item) {
        case Expired() -> taken(json, "expired").endObject();
        case Wrong(Problem why) -> why.write(json);
        case Asked asked -> write(json, asked.line(), answer(asked.commands().size()));
      }
    }
  }

  /// The answers to the commands of one line: the first refusal, or else the last answer.
  private Answer answer(int count) {
    Answer told = Answer.DONE;
    for (int i = 0; i < count; i++) {
      Answer next = answers.removeFirst();
      told = told instanceof Answer.Refused ? told : next;
    }
    return told;
  }

  private static void write(JsonWriter json, ImportLine line, Answer answer) {
    if (LineCommands.isPassed(line, answer)) {
      taken(json, line instanceof ImportLine.Created ? "known" : "passed").endObject();
      return;
    }
    switch (answer) {
      case Answer.Imported imported -> write(json, imported);
      case Answer.Refused refused -> CoreProblem.of(refused).write(json);
      case Answer.ViewsErased erased when erased.kept() > 0 ->
          CoreProblem.of(STILL_A_MEMBER).write(json);
      default -> taken(json, "new").endObject();
    }
  }

  private static void write(JsonWriter json, Answer.Imported imported) {
    Message message = imported.message();
    taken(json, imported.isNew() ? "new" : "known");
    json.name("messageKey").number(message.stamp());
    json.name("messageSequence").number(message.sequence());
    json.name("messageTime").number(message.time() / MICROS_PER_MILLI);
    json.endObject();
  }

  private static JsonWriter taken(JsonWriter json, String word) {
    return json.startObject().name("taken").text(word);
  }
}
