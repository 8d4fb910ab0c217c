package io.whaleshark.tidy;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The commands, settings, codes and metrics in the documents match those in the code, in both
/// directions. A missing document fails the rules about it.
class DocsTest {

  /// The documents that must exist.
  private static final List<String> PROMISED =
      List.of(
          "README.md",
          "README.zh-CN.md",
          "ARCHITECTURE.md",
          "CONTRIBUTING.md",
          "SECURITY.md",
          "CHANGELOG.md",
          "AGENTS.md",
          "docs/cluster.md",
          "docs/config.md",
          "docs/convert.md",
          "docs/glossary.md",
          "docs/import.md",
          "docs/install.md",
          "docs/message-body.md",
          "docs/operations.md",
          "docs/protocol.md",
          "docs/push.md",
          "docs/sdk.md",
          "docs/security.md",
          "docs/server-api.md",
          "docs/testing.md",
          "docs/webhooks.md",
          "docs/libraries.md",
          "web/client/README.md",
          "java-sdk/README.md",
          "backend/README.md",
          "spring-boot-starter/README.md");

  /// The documents that must also exist in Chinese.
  private static final List<String> TRANSLATED =
      List.of(
          "README.md",
          "docs/cluster.md",
          "docs/config.md",
          "docs/convert.md",
          "docs/import.md",
          "docs/install.md",
          "docs/message-body.md",
          "docs/protocol.md",
          "docs/push.md",
          "docs/sdk.md",
          "docs/server-api.md",
          "docs/web.md",
          "docs/webhooks.md",
          "web/client/README.md",
          "java-sdk/README.md",
          "backend/README.md",
          "spring-boot-starter/README.md");

  private static final int WORDS_AT_MOST = 30;

  private static final Pattern LAUNCHER_CASE =
      Pattern.compile("(?m)^([a-z]+(?: \\| [a-z-]+)*)\\) ?");
  private static final Pattern LAUNCHER_HELP = Pattern.compile("(?m)^  ([a-z]+) {3,}");
  private static final Pattern LAUNCHED = Pattern.compile("\\./whaleshark ([a-z][a-z-]*)");
  private static final Pattern SETTING_ROW =
      Pattern.compile("(?m)^\\| *`([a-z][a-z0-9-]*(?:\\.[^`.]+)*)` *\\|");
  private static final Pattern REFUSAL_ROW =
      Pattern.compile("(?m)^\\| *`?(\\d{5})`? *\\| *`?([A-Z_]+)`? *\\|");
  private static final Pattern METRIC_ROW =
      Pattern.compile("(?m)^\\| *`(whaleshark\\.[a-z.]+)` *\\|");
  private static final Pattern TEST_LINK =
      Pattern.compile("\\[([A-Za-z]+(?:Test|Contract))]\\(([^)]+)\\)");
  private static final Pattern METRIC_IN_CODE = Pattern.compile("\"(whaleshark\\.[a-z.]+)\"");

  @Test
  void promisedDocumentsExist() {
    assertThat(PROMISED)
        .filteredOn(name -> !Files.exists(Rules.ROOT.resolve(name)))
        .as("documents that are missing")
        .isEmpty();
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Document document : Document.all(Rules.ROOT)) {
      broken.addAll(document.brokenLinks());
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void translationsAreInStep() throws IOException {
    for (String name : TRANSLATED) {
      String chinese =
          name.startsWith("docs/")
              ? name.replace("docs/", "docs/zh-CN/")
              : name.replace("README.md", "README.zh-CN.md");
      assertThat(document(chinese).shape())
          .as("headings, rows of tables and code of %s, compared with %s", chinese, name)
          .isEqualTo(document(name).shape());
    }
  }

  @Test
  void sentencesAreShort() throws IOException {
    List<String> found = new ArrayList<>();
    for (Document document : Document.all(Rules.ROOT)) {
      if (!document.isChinese()) {
        found.addAll(document.longSentences(WORDS_AT_MOST));
      }
    }
    assertThat(found).as("sentences of more than %s words", WORDS_AT_MOST).isEmpty();
  }

  @Test
  void tablesAreWhole() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Document document : Document.all(Rules.ROOT)) {
      broken.addAll(document.brokenTables());
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(document("README.md").text().lines().count()).isLessThanOrEqualTo(120);
  }

  @Test
  void commandsOfDocumentsExist() throws IOException {
    NavigableSet<String> commands = launcherCommands();
    for (Document document : Document.all(Rules.ROOT)) {
      assertThat(commands)
          .as("commands of the launcher that %s names", document.path())
          .containsAll(all(LAUNCHED, document.text()));
    }
  }

  @Test
  void launcherHelpNamesEveryCommand() throws IOException {
    assertThat(all(LAUNCHER_HELP, launcher())).isEqualTo(launcherCommands());
  }

  @Test
  void refusalCodesAreThoseOfTheProtocol() throws IOException {
    Map<Integer, String> described =
        REFUSAL_ROW
            .matcher(document("docs/protocol.md").text())
            .results()
            .collect(toMap(row -> Integer.valueOf(row.group(1)), row -> row.group(2)));
    Map<Integer, String> codes =
        Arrays.stream(RefusalCode.values()).collect(toMap(RefusalCode::number, RefusalCode::name));
    assertThat(new TreeMap<>(described))
        .as("rows `| 40000 | MALFORMED | …` of docs/protocol.md")
        .isEqualTo(new TreeMap<>(codes));
  }

  @Test
  void settingsAreThoseOfTheServer() throws IOException {
    NavigableSet<String> described = new TreeSet<>();
    for (String key : all(SETTING_ROW, document("docs/config.md").text())) {
      // The settings of a single app are the same as those of all apps.
      described.add(key.replaceFirst("^apps\\.[^.]+\\.", "app-defaults."));
    }
    assertThat(described)
        .as("keys in the first column of the tables of docs/config.md")
        .isEqualTo(ServerConfig.keys());
  }

  @Test
  void metricsAreThoseOfTheServer() throws IOException {
    Path code =
        Rules.ROOT.resolve("server/src/main/java/io/whaleshark/server/metrics/Metrics.java");
    NavigableSet<String> registered = all(METRIC_IN_CODE, Files.readString(code));
    assertThat(registered).as("metrics in %s", code).isNotEmpty();
    assertThat(all(METRIC_ROW, document("docs/operations.md").text()))
        .as("metrics in the first column of the tables of docs/operations.md")
        .isEqualTo(registered);
  }

  @Test
  void everyThreatNamesTestsThatExist() throws IOException {
    List<String> rows =
        document("docs/security.md")
            .text()
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| attacker | "))
            .toList();
    assertThat(rows)
        .hasSizeGreaterThan(10)
        .allSatisfy(row -> {
          List<MatchResult> tests = TEST_LINK.matcher(row).results().toList();
          assertThat(tests).as("tests of the last column of: %s", row).isNotEmpty();
          for (MatchResult test : tests) {
            assertThat(Rules.ROOT.resolve("docs").resolve(test.group(2))).exists();
            assertThat(test.group(2)).endsWith("/" + test.group(1) + ".java");
          }
        });
  }

  private static Document document(String name) throws IOException {
    Path path = Rules.ROOT.resolve(name);
    assertThat(Files.exists(path)).as("%s exists (expected: to describe the code)", name).isTrue();
    return Document.read(Rules.ROOT, path);
  }

  private static String launcher() throws IOException {
    return Files.readString(Rules.ROOT.resolve("whaleshark"));
  }

  private static NavigableSet<String> launcherCommands() throws IOException {
    NavigableSet<String> commands = new TreeSet<>();
    for (String alternatives : all(LAUNCHER_CASE, launcher())) {
      Stream.of(alternatives.split(" \\| "))
          .filter(name -> !name.startsWith("-"))
          .forEach(commands::add);
    }
    return commands;
  }

  private static NavigableSet<String> all(Pattern pattern, String text) {
    Function<MatchResult, String> found =
        match -> match.groupCount() == 0 ? match.group() : match.group(1);
    return pattern.matcher(text).results().map(found).collect(toCollection(TreeSet::new));
  }
}
