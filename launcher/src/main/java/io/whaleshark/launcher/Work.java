package io.whaleshark.launcher;

import static io.whaleshark.launcher.LauncherException.wrongUsage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The commands of the launcher: name, help, and action.
enum Work {
  BUILD(
      """
      Usage: ./whaleshark build

      Compiles and packages everything that is older than its sources; the web chat, too, where Node.js is installed.
      Other commands build first where that is needed. Builds at the same time wait for one another.
      """) {
    @Override
    void run(Project project, List<String> arguments) throws IOException, InterruptedException {
      switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
        case "" -> {
          new Applications(project).build();
          new Web(project).build();
        }
        // The two halves of a build. The launcher script calls the one that is outdated.
        case "applications" -> new Applications(project).build();
        case "web" -> new Web(project).build();
        default -> throw unknown(arguments.getFirst());
      }
    }
  },

  DOCS(
      """
      Usage: ./whaleshark docs [--to FOLDER]

      Makes a site of the documents, in English and Chinese, with a search. It opens from a disk and from any web
      server, and asks no other host. Needs Node.js and npm, and nothing that is built.

        --to FOLDER   the folder to make, not there or empty (default: target/docs, which is made anew)
      """) {
    @Override
    void run(Project project, List<String> arguments) throws IOException, InterruptedException {
      Optional<Path> wanted = Destination.parse(word(), arguments);
      if (wanted.isPresent()) {
        Destination.requireFree(wanted.get());
      }
      Path to = wanted.isPresent() ? wanted.get() : project.target("docs");
      project.said().println("Making the documents ...");
      new Web(project).makeDocs(to);
      project.said().println("The documents are in " + to + ": open index.html");
    }
  },

  RELEASE(
      """
      Usage: ./whaleshark release VERSION [--to FOLDER]

      Makes the folder of a version for operators, from a copy of what is committed: nothing in it needs a JDK, Maven or
      Node.js.

        VERSION       a semantic version with a section in CHANGELOG.md, such as 1.2.3 or 1.2.3-rc.1
        --to FOLDER   the folder to make, not there or empty (default: target/whaleshark-VERSION)

      It is for this kind of machine. Takes as long as the first build. docs/install.md tells what is in the folder.
      """) {
    @Override
    void run(Project project, List<String> arguments) throws IOException, InterruptedException {
      Release.run(project, arguments);
    }
  },

  CHECK(
      """
      Usage: ./whaleshark check

      What to run before each commit: format, style, documents, unit tests, the promises and the engine contract on
      the reference engine; for the web chat, where there is Node.js, format, types and unit tests. Takes less than a
      minute on two free cores where everything is compiled. ./whaleshark test runs the rest: the simulation, the other
      engines, PostgreSQL and Redis, and all that starts a process: servers, terminals, benchmarks, browsers.
      """) {
    @Override
    void run(Project project, List<String> arguments) throws IOException, InterruptedException {
      requireNone(arguments);
      try (BuildLock _ = BuildLock.take(project)) {
        FutureTask<Boolean> web = new FutureTask<>(() -> testWeb(project));
        Thread.ofPlatform().name("web").start(web);
        try {
          new Maven(project).run(List.of("-q", "-P", "check", "-T", "1C", "test"));
        } finally {
          finish(web);
        }
        project.said().println("All checks passed.");
      }
    }

    // Returns whether it could be tested.
    private static boolean testWeb(Project project) throws IOException, InterruptedException {
      if (!Web.isPossible()) {
        return false;
      }
      new Web(project).test();
      return true;
    }

    private static void finish(FutureTask<Boolean> beside) throws InterruptedException {
      try {
        boolean _ = beside.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof LauncherException failed
            ? failed
            : LauncherException.failed("the checks of the web chat failed: " + e.getCause());
      }
    }
  },

  TEST(
      """
      Usage: ./whaleshark test [OPTION...]

      Runs every check and test; installs Chromium, PostgreSQL and Redis where it may. Options for Maven select a part
      (default: everything):

        -pl MODULE,...       only these modules
        -am                  also the modules that they need
        -Dtest=CLASS,...     only these test classes, with -Dsurefire.failIfNoSpecifiedTests=false if other modules
                             take part; any other -DNAME=VALUE goes to Maven, too
        -rf MODULE           resume at this module
        -o                   work offline
        -T N                 build and test N modules at the same time (default 2)
        -e, -q, -X           print stack traces of errors; print less; print everything
      """) {
    @Override
    void run(Project project, List<String> arguments) throws IOException, InterruptedException {
      List<String> forMaven = new ArrayList<>(List.of("verify"));
      forMaven.addAll(checked(arguments));
      if (!arguments.contains("-T")) {
        // One of the engines mostly waits for servers: the other is tested meanwhile.
        forMaven.addAll(List.of("-T", "2"));
      }
      try (BuildLock _ = BuildLock.take(project)) {
        Web web = new Web(project);
        if (arguments.isEmpty()) {
          Services.require(project);
          web.test();
        }
        new Maven(project).run(forMaven);
        new Rehearsal(project).run();
        if (arguments.isEmpty()) {
          web.testWithServer();
        }
      }
    }

    private List<String> checked(List<String> arguments) {
      for (int i = 0; i < arguments.size(); i++) {
        switch (arguments.get(i)) {
          case "-pl", "-rf", "-T" -> {
            i++;
            if (i == arguments.size()) {
              throw wrongUsage(
                  word(), arguments.getLast() + ": without a value (expected: a value after it)");
            }
          }
          case "-am", "-o", "-e", "-q", "-X" -> {}
          case String option when option.startsWith("-D") -> {}
          case String option -> throw unknown(option);
        }
      }
      return arguments;
    }
  },

  FORMAT(
      """
      Usage: ./whaleshark format

      Formats all sources; those of the web chat, too, where Node.js is installed.
      """) {
    @Override
    void run(Project project, List<String> arguments) throws IOException, InterruptedException {
      requireNone(arguments);
      try (BuildLock _ = BuildLock.take(project)) {
        List<String> formatter =
            List.of(
                "-q",
                "-P",
                "format",
                "-Dmaven.test.skip=true",
                "-pl",
                "tidy",
                "-am",
                "process-classes");
        new Maven(project).run(formatter);
        new Web(project).format();
      }
    }
  },

  FUZZ(
      """
      Usage: ./whaleshark fuzz [SECONDS [TARGET...]]

      Runs coverage-guided fuzzing of the server.

        SECONDS      time for each target, in seconds (default 60)
        TARGET...    classes of server/src/test/java/io/whaleshark/server/fuzz (default: all)

      Inputs that reach new code, or break something, are kept in server/src/test/resources/fuzz. Every run of the tests
      replays them.
      """) {
    @Override
    void run(Project project, List<String> arguments) throws IOException, InterruptedException {
      Fuzzing fuzzing = new Fuzzing(project);
      List<String> targets = fuzzing.targets();
      String seconds = arguments.isEmpty() ? "60" : arguments.getFirst();
      if (seconds.startsWith("--")) {
        throw unknown(seconds);
      }
      if (!seconds.matches("[1-9]\\d{0,5}")) {
        throw wrongUsage(word(), "seconds: " + seconds + " (expected: 1..999999)");
      }
      List<String> named = arguments.stream().skip(1).toList();
      for (String target : named) {
        if (!targets.contains(target)) {
          throw wrongUsage(
              word(), "target: " + target + " (expected: " + String.join(", ", targets) + ")");
        }
      }
      fuzzing.run(Integer.parseInt(seconds), named.isEmpty() ? targets : named);
    }
  },

  MUTATE(
      """
      Usage: ./whaleshark mutate [--simulation] [PACKAGE...]

      Changes the core in small ways, one at a time, and reports which changes no test notices.

        --simulation   run only the simulation, not the use cases (default: both)
        PACKAGE...     packages of io.whaleshark.core (default: all that decide, deliver and read)

      Takes minutes for each package. The report is in testkit/target/mutants.
      """) {
    @Override
    void run(Project project, List<String> arguments) throws IOException, InterruptedException {
      Mutants mutants = new Mutants(project);
      List<String> packages = mutants.packages();
      List<String> named =
          arguments.stream().filter(argument -> !argument.equals("--simulation")).toList();
      for (String name : named) {
        if (name.startsWith("-")) {
          throw unknown(name);
        }
        if (!packages.contains(name)) {
          throw wrongUsage(
              word(), "package: " + name + " (expected: " + String.join(", ", packages) + ")");
        }
      }
      mutants.find(named, named.size() < arguments.size());
    }
  };

  private final String help;

  Work(String help) {
    this.help = help;
  }

  static Optional<Work> find(String word) {
    return Arrays.stream(values()).filter(work -> work.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String help() {
    return help;
  }

  /// @throws LauncherException if it cannot be done, or a check fails
  abstract void run(Project project, List<String> arguments)
      throws IOException, InterruptedException;

  final void requireNone(List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw unknown(arguments.getFirst());
    }
  }

  final LauncherException unknown(String argument) {
    return wrongUsage(word(), argument + ": unknown option");
  }
}
