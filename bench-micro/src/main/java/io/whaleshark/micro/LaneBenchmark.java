package io.whaleshark.micro;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Measures a turn of the lane on the embedded engine: messages are decided, committed, answered,
/// and pushed to a receiver who is online and drops them. The engine's work and the sync are
/// included.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LaneBenchmark {
  private static final int BATCH = 100;

  private final OpenEngine open = new OpenEngine();
  private final Message.Sent content = DomainSamples.content();
  private final Node node;
  private final Caller sender;
  private final Reply counting = this::count;
  private long sent;
  private long stored;

  /// Logs the two users in.
  public LaneBenchmark() {
    node =
        new Node(
            open.engine(),
            new Node.Surroundings(
                _ -> AppPolicy.DEFAULT,
                LaneLimits.DEFAULT,
                new Unheard(),
                () -> {},
                Runnable::run,
                Clock.systemUTC()));
    sender = logIn(DomainSamples.SENDER);
    logIn(DomainSamples.RECEIVER);
    while (node.lane().turn() > 0) {
      // The users are loaded in one turn, and are there in the next.
    }
  }

  private Caller logIn(UserId user) {
    var connection = new Nowhere();
    var device = new DeviceId(DeviceKind.API, "device-1");
    node.lane().submit(new Command.LogIn(user, device, connection, LoginPolicy.ALL, Reply.NONE));
    return new Caller(user, connection.session());
  }

  private void count(Answer answer) {
    if (answer instanceof Answer.Refused refused) {
      throw new IllegalStateException("refused: " + refused);
    }
    stored++;
  }

  private void submit() {
    node.lane()
        .submit(
            new Command.Send(
                sender, DomainSamples.CONVERSATION, DomainSamples.id(sent++), content, counting));
  }

  /// A turn for one message.
  @Benchmark
  public long turnOfOne() {
    submit();
    node.lane().turn();
    return stored;
  }

  /// A turn for many messages; the result is per message.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long turnOfHundred() {
    for (int i = 0; i < BATCH; i++) {
      submit();
    }
    node.lane().turn();
    return stored;
  }

  /// Deletes what was written.
  @TearDown(Level.Trial)
  public void close() throws IOException {
    open.close();
  }
}
