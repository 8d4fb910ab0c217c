package io.whaleshark.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The launcher script calls this as `java Main.java FOLDER COMMAND ARGUMENT…`. Exit codes: 0
/// success, 1 failure, 2 wrong usage.
public final class Main {

  private static final int FAILED = 1;

  private Main() {}

  /// Runs the command and exits the process.
  public static void main(String[] arguments) throws InterruptedException {
    // Child processes end with this one: a build must not continue after the build lock is
    // released.
    Thread ending =
        Thread.ofPlatform()
            .name("ending")
            .unstarted(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy));
    Runtime.getRuntime().addShutdownHook(ending);
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) throws InterruptedException {
    Path root = Path.of(arguments[0]);
    Work work = Work.find(arguments[1]).orElseThrow();
    List<String> rest = Arrays.asList(arguments).subList(2, arguments.length);
    if (rest.contains("--help") || rest.contains("-h")) {
      out.print(work.help());
      return 0;
    }
    try {
      work.run(new Project(root, err), rest);
      return 0;
    } catch (LauncherException e) {
      err.println("whaleshark: " + e.getMessage());
      return e.exitCode();
    } catch (IOException e) {
      err.println("whaleshark: " + e);
      return FAILED;
    }
  }
}
