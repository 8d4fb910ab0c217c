package io.whaleshark.server.api;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.MessageEvent;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Request;
import io.whaleshark.server.http.Problem;
import io.whaleshark.translation.ToCore;
import io.whaleshark.translation.ToWire;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// The messages that one request of a backend sends in users' names, in their order. Confined to
/// the request's thread.
final class SendRequests {

  private static final int USUAL_BYTES = 1 << 10;

  private final int app;
  private final int bytesAtMost;
  private final List<Item> items = new ArrayList<>();
  private List<Answer> answers = List.of();

  private sealed interface Item {}

  private record Sent(Request.Send send, Function<Reply, Command> command) implements Item {}

  private record Refused(Problem why) implements Item {}

  /// @param bytesAtMost how large a message may be, as the body of a frame
  SendRequests(int app, int bytesAtMost) {
    this.app = app;
    this.bytesAtMost = bytesAtMost;
  }

  /// Adds a message. One that no user could send is refused, and the others are not.
  void add(Request.Send send) {
    Item item;
    try {
      item = new Sent(send, command(send));
    } catch (Problem e) {
      item = new Refused(e);
    }
    items.add(item);
  }

  /// Adds what is no message.
  void refuse(ProtocolException why) {
    items.add(new Refused(new Problem(why.code(), why.detail())));
  }

  private Function<Reply, Command> command(Request.Send send) {
    // A login refuses such a user; nobody has to be told of messages by them.
    Names.newIdFault("fromId", send.fromId())
        .ifPresent(fault -> {
          throw new Problem(RefusalCode.MALFORMED, fault);
        });
    JsonWriter json = new JsonWriter(USUAL_BYTES);
    send.write(json);
    if (json.size() > bytesAtMost) {
      throw new Problem(
          RefusalCode.TOO_LARGE,
          "message: too large (expected: at most " + bytesAtMost + " bytes)");
    }
    Caller caller =
        CoreProblem.id("fromId", () -> Caller.backendFor(new UserId(app, send.fromId())));
    Command _ = CoreProblem.id("message", () -> ToCore.command(send, caller, Reply.NONE));
    return reply -> ToCore.command(send, caller, reply);
  }

  /// Has the lane carry them out, and waits for all answers.
  void ask(AppCalls calls) {
    answers =
        calls.askAll(
            items.stream()
                .filter(Sent.class::isInstance)
                .map(item -> ((Sent) item).command())
                .toList());
  }

  /// Writes what each has come to, as the values of an array.
  void write(JsonWriter json) {
    forEach(ack -> ack.writeData(json), problem -> problem.write(json));
  }

  /// Writes the acknowledgement of the only one.
  ///
  /// @throws Problem if it was refused
  void writeOnly(JsonWriter json) {
    forEach(
        ack -> ack.writeData(json),
        problem -> {
          throw problem;
        });
  }

  private void forEach(Consumer<MessageEvent.SendAck> acked, Consumer<Problem> refused) {
    Iterator<Answer> next = answers.iterator();
    for (Item item : items) {
      switch (item) {
        case Refused(Problem why) -> refused.accept(why);
        case Sent sent -> {
          Answer answer = next.next();
          if (answer instanceof Answer.Refused why) {
            refused.accept(CoreProblem.of(why));
          } else if (ToWire.event(sent.send(), answer, 0) instanceof MessageEvent.SendAck ack) {
            acked.accept(ack);
          } else {
            throw new IllegalStateException("no answer to a send: " + answer);
          }
        }
      }
    }
  }
}
