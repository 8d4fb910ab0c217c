package io.whaleshark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Goal: whatever is wrong with a command line is told in our own words, in one line: the option as
/// it was typed, the value, and what was expected. Method: an application with options of every
/// kind.
class WrongUsageTest {

  private static final int WRONG_USAGE = 2;

  @Command(name = "whaleshark")
  static final class Application {
    @Command(name = "swim", mixinStandardHelpOptions = true)
    static final class Swim implements Callable<Integer> {
      @Option(names = "--name", required = true, paramLabel = "NAME")
      private String name = "";

      @Option(
          names = {"--depth", "--depth-metres"},
          paramLabel = "N")
      private int depth = 1;

      @Option(names = "--weight", paramLabel = "N")
      private @Nullable Long weight;

      @Option(names = "--speed", paramLabel = "N")
      private double speed = 1;

      @Option(names = "--pid", paramLabel = "N", split = ",")
      private List<Long> pids = new ArrayList<>();

      @Option(names = "--log", paramLabel = "FILE")
      private @Nullable Path log;

      @Option(names = "--fast")
      private boolean fast;

      @ArgGroup(multiplicity = "1")
      private Where where = new Where();

      static final class Where {
        @Option(names = "--sea", paramLabel = "SEA")
        private @Nullable String sea;

        @Option(names = "--lake", paramLabel = "LAKE")
        private @Nullable String lake;
      }

      @Spec private CommandSpec spec = CommandSpec.create();

      @Override
      public Integer call() {
        Usage.require(spec, "--depth", depth, 1, 9);
        String place = where.sea == null ? "lake " + where.lake : "sea " + where.sea;
        spec.commandLine()
            .getOut()
            .println(
                String.join(
                    " ", name, place, "" + weight, "" + speed, "" + pids, "" + fast, "" + log));
        return 0;
      }
    }
  }

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String arguments) {
    CommandLine swim = new CommandLine(new Application()).addSubcommand(new Application.Swim());
    return CommandLines.styled(swim, Application.class)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--depth 0 | --depth: 0 (expected: 1..9)",
        "--depth deep | --depth: deep (expected: a whole number up to 2147483647)",
        "--depth=deep | --depth: deep (expected: a whole number up to 2147483647)",
        "--depth 2147483648 | --depth: 2147483648 (expected: a whole number up to 2147483647)",
        "--depth +5 | --depth: +5 (expected: a whole number up to 2147483647, without + and without"
            + " zeros before it)",
        "--weight 010 | --weight: 010 (expected: a whole number up to 9223372036854775807, without"
            + " + and without zeros before it)",
        "--pid 1,-0 | --pid: -0 (expected: a whole number up to 9223372036854775807, without + and"
            + " without zeros before it)",
        "--log= | --log: empty (expected: FILE)",
        "--depth 1.5 | --depth: 1.5 (expected: a whole number up to 2147483647)",
        "--depth-metres x | --depth-metres: x (expected: a whole number up to 2147483647)",
        "--weight x | --weight: x (expected: a whole number up to 9223372036854775807)",
        "--speed x | --speed: x (expected: a number)",
        "--pid 1,x | --pid: x (expected: a whole number up to 9223372036854775807)",
        "--depth | --depth: without a value (expected: --depth N)",
        "--depth --fast | --depth: without a value (expected: --depth N)",
        "--depth 1 --depth 2 | --depth: given twice (expected: once)",
        "--fast=yes | --fast: yes (expected: --fast alone)",
        "--lake baikal | --sea, --lake: given together (expected: one of them)",
        "--dept 1 | --dept: unknown option (expected: --depth?)",
        "--dept=1 | --dept: unknown option (expected: --depth?)",
        "--qqq | --qqq: unknown option",
        "-q | -q: unknown option",
        "away | away: unexpected argument (expected: options alone)"
      })
  void whatIsWrongIsToldAsItWasTyped(String wrong, String sentence) {
    assertThat(run("swim --name ina --sea red " + wrong)).isEqualTo(WRONG_USAGE);
    assertThat(err.toString())
        .isEqualTo("whaleshark: " + sentence + " (see ./whaleshark swim --help)\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "swim --sea red | --name: missing (expected: --name NAME)",
        "swim --name ina | --sea or --lake: missing (expected: --sea SEA or --lake LAKE)",
        "swim --dept 1 | --dept: unknown option (expected: --depth?)",
        "swim --name ina --wat | --wat: unknown option",
        "walk | walk: unknown command (expected: swim)",
        "--walk | --walk: unknown option"
      })
  void whatIsMissingIsNamed(String line, String sentence) {
    assertThat(run(line)).isEqualTo(WRONG_USAGE);
    assertThat(err.toString()).startsWith("whaleshark: " + sentence + " (see ./whaleshark");
    assertThat(err.toString()).hasLineCount(1);
  }

  @Test
  void whatIsRightIsNotRefused() {
    assertThat(run("swim --name ina --sea red --depth 9 --fast --pid 1,2 --weight -7 --log a"))
        .isZero();
    assertThat(out.toString()).isEqualTo("ina sea red -7 1.0 [1, 2] true a\n");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(chars = {'\n', '\u001b', '\u0085', '\u009b', '\u202e', '\u2066', '\u2028'})
  void anArgumentCannotCommandTheTerminal(char obeyed) {
    assertThat(run("swim --sea red --name ina --depth 1" + obeyed + "2")).isEqualTo(WRONG_USAGE);
    assertThat(err.toString()).startsWith("whaleshark: --depth: 1?2 (expected: ").hasLineCount(1);
  }
}
