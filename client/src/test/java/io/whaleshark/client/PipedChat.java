package io.whaleshark.client;

import io.whaleshark.client.sdk.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The command line in this process: what is typed comes from a pipe, and what is shown is kept.
/// Confined to the test's thread.
final class PipedChat {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /// Runs the command line.
  ///
  /// @return the exit code
  int run(InputStream typed, String... arguments) {
    return Main.commandLine(typed)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /// Chats as Alice.
  ///
  /// @return the exit code
  int chat(ScriptedServer server, Path state, InputStream typed, String... more) {
    var arguments = new ArrayList<>(List.of("chat", "--user", "alice"));
    arguments.addAll(List.of("--port", Integer.toString(server.port())));
    arguments.addAll(List.of("--state", state.toString()));
    arguments.addAll(List.of(more));
    return run(typed, arguments.toArray(String[]::new));
  }

  /// What was shown so far.
  String out() {
    return out.toString();
  }

  /// The errors so far.
  String err() {
    return err.toString();
  }

  /// Text that is typed at once.
  static InputStream typed(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Text that is typed at once, and more that is typed when something has been shown.
  InputStream typed(String first, String shown, String then) {
    return new SequenceInputStream(typed(first), typedWhen(() -> out().contains(shown), then));
  }

  /// Text that is typed when something has happened.
  static InputStream typedWhen(BooleanSupplier happened, String text) {
    return new LateInput(text, happened);
  }

  private static final class LateInput extends InputStream {
    private final InputStream text;
    private final BooleanSupplier happened;

    LateInput(String text, BooleanSupplier happened) {
      this.text = typed(text);
      this.happened = happened;
    }

    @Override
    public int read() throws IOException {
      await();
      return text.read();
    }

    @Override
    public int read(byte[] into, int from, int many) throws IOException {
      await();
      return text.read(into, from, many);
    }

    private void await() {
      while (!happened.getAsBoolean()) {
        Thread.onSpinWait();
      }
    }
  }
}
