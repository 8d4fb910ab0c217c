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
import io.whaleshark.server.webhook.BeforeSend;
import io.whaleshark.translation.ToCore;
import io.whaleshark.translation.ToWire;
import io.whaleshark.translation.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/// The messages that one request of a backend sends in users' names, in their order. Confined to
/// the request's thread.
final class SendRequests {

  private static final int USUAL_BYTES = 1 << 10;
  private static final int ASKED_AT_ONCE = 16;

  /// A batch leaves room for the messages of others.
  private static final int PART_OF_IN_FLIGHT = 4;

  private final int app;
  private final int bytesAtMost;
  private final List<Item> items = new ArrayList<>();
  private List<Answer> answers = List.of();

  private sealed interface Item {}

  private record Sent(Request.Send send, Caller caller, Function<Reply, Command> command)
      implements Item {}

  private record Refused(Problem why) implements Item {}

  /// A message of a hook's app.
  ///
  /// @param verdict empty if the hook is not asked about it
  private record Asking(int place, Sent sent, Optional<CompletableFuture<Verdict>> verdict) {}

  /// @param bytesAtMost how large a message may be, as the body of a frame
  SendRequests(int app, int bytesAtMost) {
    this.app = app;
    this.bytesAtMost = bytesAtMost;
  }

  /// Adds a message. One that no user could send is refused, and the others are not.
  void add(Request.Send send) {
    Item item;
    try {
      item = sent(send);
    } catch (Problem e) {
      item = new Refused(e);
    }
    items.add(item);
  }

  /// Adds what is no message.
  void refuse(ProtocolException why) {
    items.add(new Refused(new Problem(why.code(), why.detail())));
  }

  private Sent sent(Request.Send send) {
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
    Command _ = CoreProblem.id("message", () -> ToCore.send(send, caller, Reply.NONE));
    return new Sent(send, caller, reply -> ToCore.send(send, caller, reply));
  }

  /// Asks the hook of the app about the messages, a few at a time. Once it has failed, it is not
  /// asked about more: they share the fate of that one, so that a hook that hangs is waited for
  /// once. If that one is refused, so are all behind it: their order stays. Blocks.
  void askBefore(BeforeSend hooks) {
    int atOnce = Math.clamp(hooks.inFlight(app) / PART_OF_IN_FLIGHT, 1, ASKED_AT_ONCE);
    Deque<Asking> waiting = new ArrayDeque<>();
    Optional<Verdict> failed = Optional.empty();
    for (int i = 0; i < items.size(); i++) {
      if (waiting.size() == atOnce) {
        failed = note(waiting.removeFirst(), failed);
      }
      if (items.get(i) instanceof Sent sent) {
        waiting.add(
            new Asking(
                i,
                sent,
                failed.isPresent() ? Optional.empty() : Optional.of(hooks.ask(app, sent.send()))));
      }
    }
    while (!waiting.isEmpty()) {
      failed = note(waiting.removeFirst(), failed);
    }
  }

  /// @return the newest verdict of a hook that has failed
  private Optional<Verdict> note(Asking asking, Optional<Verdict> failed) {
    Sent sent = asking.sent();
    Verdict verdict =
        failed
            .filter(first -> first.refused().isPresent() || asking.verdict().isEmpty())
            .map(first -> Verdict.unsaid(sent.send(), first.refused()))
            .orElseGet(() -> asking.verdict().orElseThrow().join());
    items.set(
        asking.place(),
        new Sent(sent.send(), sent.caller(), reply -> verdict.command(sent.caller(), reply)));
    return verdict.hasFailed() ? Optional.of(verdict) : failed;
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
