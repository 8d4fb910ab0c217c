package io.whaleshark.bench.limits;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.subject.Processes;
import io.whaleshark.bench.subject.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/// A forwarder in its own Java process, started like the server. Ends when it is closed, or with
/// this process.
public final class ForwardSubject implements Subject {
  private final Process process;
  private final Processes processes;
  private final Address address;

  /// Starts it and waits until it listens.
  ///
  /// @throws BenchException if it does not start
  public ForwardSubject() {
    try {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:+UseCompactObjectHeaders",
                  "-cp",
                  System.getProperty("java.class.path"),
                  RawForward.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      processes = Processes.of(process.toHandle());
      address = new Address("127.0.0.1", port());
    } catch (IOException e) {
      throw new BenchException("cannot start the forwarder: " + e.getMessage(), e);
    }
  }

  private int port() throws IOException {
    BufferedReader reader = process.inputReader();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(RawForward.LISTENS)) {
        return Integer.parseInt(line.substring(RawForward.LISTENS.length()));
      }
    }
    throw new BenchException("the forwarder did not start", null);
  }

  @Override
  public Address tcp() {
    return address;
  }

  @Override
  public Address http() {
    return address;
  }

  @Override
  public Processes processes() {
    return processes;
  }

  @Override
  public String name() {
    return "in a process of its own";
  }

  @Override
  public void close() {
    process.destroy();
  }
}
