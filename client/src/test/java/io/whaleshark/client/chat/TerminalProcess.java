package io.whaleshark.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Java process of this class path on a real terminal of 30 rows and 100 columns. Confined to the
/// test's thread.
final class TerminalProcess implements AutoCloseable {

  /// What is shown behind all else when the terminal is as it was before the process.
  static final String RESTORED = "terminal restored";

  private static final String ON_A_TERMINAL =
      "stty rows 30 cols 100; before=$(stty -g); %s; code=$?;"
          + " [ \"$(stty -g)\" = \"$before\" ] && echo '"
          + RESTORED
          + "'; exit $code";

  private static final Pattern CONTROL =
      Pattern.compile("\u001b(\\[[0-9;?]*[A-Za-z]|[^\\[])|\u0007");

  private final Process script;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private TerminalProcess(Process script) {
    this.script = script;
  }

  /// Starts a main class.
  ///
  /// @param temporary the process's folder for temporary files
  static TerminalProcess start(Class<?> main, Path temporary, String... arguments)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String command =
        Stream.concat(
                Stream.of(
                    java.toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-Djava.io.tmpdir=" + temporary,
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName()),
                Stream.of(arguments))
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qec", ON_A_TERMINAL.formatted(command), "/dev/null");
    builder.environment().put("TERM", "xterm-256color");
    return new TerminalProcess(builder.redirectErrorStream(true).start());
  }

  void type(String keys) throws IOException {
    script.getOutputStream().write(keys.getBytes(UTF_8));
    script.getOutputStream().flush();
  }

  /// Waits until something is on the terminal.
  ///
  /// @return everything shown so far
  String await(String text) throws IOException {
    byte[] more = new byte[8_192];
    while (!shown().contains(text)) {
      int count = script.getInputStream().read(more);
      if (count < 0) {
        throw new AssertionError("ended without \"" + text + "\": " + shown());
      }
      shown.write(more, 0, count);
    }
    return shown();
  }

  /// Waits for the end.
  ///
  /// @return everything shown
  String awaitEnd() throws IOException {
    script.getInputStream().transferTo(shown);
    return shown();
  }

  int exitCode() throws InterruptedException {
    return script.waitFor();
  }

  /// The text, without what moves the cursor, scrolls and colours.
  private String shown() {
    return CONTROL.matcher(shown.toString(UTF_8)).replaceAll("");
  }

  /// Kills the Java process, without any chance to tidy up, and waits for its end.
  void kill() throws IOException {
    List<ProcessHandle> all = script.descendants().toList();
    all.stream()
        .filter(each -> each.info().command().orElse("").endsWith("java"))
        .forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  @Override
  public void close() {
    script.descendants().toList().forEach(ProcessHandle::destroyForcibly);
    script.destroyForcibly();
  }
}
