package io.whaleshark.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/// Goal: the help of `bench micro` is ours, and true of the JMH that runs. Method: the command
/// itself, and JMH's reading of each option that the help names.
class HelpTest {

  private static final Pattern OPTION = Pattern.compile("(?m)^  (-[a-z]+) ([A-Z]+)? .*$");
  private static final List<String> VALUES = List.of("2", "200ms", "json", "file");

  @Test
  void theHelpIsOurs() {
    for (String option : List.of("--help", "-h")) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
      assertThat(Main.isHelped(new String[] {"decodeSend", option}, out)).isTrue();
      assertThat(said.toString(StandardCharsets.UTF_8))
          .startsWith("Usage: ./whaleshark bench micro ");
    }
    assertThat(
            Main.isHelped(
                new String[] {"-l"},
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)))
        .isFalse();
  }

  @Test
  void jmhTakesEachOptionOfTheHelp() {
    List<MatchResult> options = OPTION.matcher(Main.HELP).results().toList();
    assertThat(options).hasSizeGreaterThan(8);
    for (MatchResult option : options) {
      List<String> values = option.group(2) == null ? List.of("") : VALUES;
      assertThat(values).as(option.group()).anyMatch(value -> isTaken(option.group(1), value));
    }
    assertThat(isTaken("-wat", "")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--wat | --wat: unknown option",
        "-f x | -f: x (expected: N)",
        "-f | -f: without a value (expected: N)",
        "-w soon | -w: soon (expected: TIME)",
        "-bs x | -bs: x (expected: a value that JMH takes)"
      })
  void whatIsWrongIsToldInOurWords(String arguments, String sentence) {
    String[] typed = arguments.split(" ");
    assertThatThrownBy(() -> new CommandLineOptions(typed))
        .isInstanceOf(CommandLineOptionException.class)
        .satisfies(e ->
            assertThat(Main.sentence(String.valueOf(e.getMessage()), List.of(typed)))
                .isEqualTo(sentence));
  }

  private static boolean isTaken(String option, String value) {
    try {
      CommandLineOptions _ =
          new CommandLineOptions(
              value.isEmpty() ? new String[] {option} : new String[] {option, value});
      return true;
    } catch (CommandLineOptionException _) {
      return false;
    }
  }
}
