package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Keeps the sources readable: all have the one format and stay within a few limits. Every finding
/// names its file and line.
class TidyTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int FILE_LINES = 400;
  private static final int TEST_FILE_LINES = 600;
  private static final int LINE_LENGTH = 120;
  private static final Pattern LEFT_FOR_LATER = Pattern.compile("\\b(TOD[O]|FIXM[E])\\b");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

  private static List<ParsedSource> sources = List.of();

  @BeforeAll
  static void parse() throws IOException {
    sources = ParsedSource.below(ROOT);
    assertThat(sources).as("sources below %s", ROOT).hasSizeGreaterThan(100);
  }

  @Test
  void sourcesHaveTheOneFormat() throws FormatterException {
    List<String> findings = new ArrayList<>();
    for (ParsedSource source : sources) {
      String text = String.join("\n", source.lines()) + "\n";
      if (!Format.formatted(text).equals(text)) {
        findings.add(source.at(1, "run ./whaleshark format"));
      }
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void filesAndLinesAreShort() {
    List<String> findings = new ArrayList<>();
    for (ParsedSource source : sources) {
      int count = source.lines().size();
      int limit = source.isTest() ? TEST_FILE_LINES : FILE_LINES;
      if (count > limit) {
        findings.add(source.at(count, "lines: " + count + " (expected: <= " + limit + ")"));
      }
      findings.addAll(
          linesWhere(source, line -> line.length() > LINE_LENGTH, "longer than " + LINE_LENGTH));
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    assertThat(sources)
        .flatExtracting(source ->
            linesWhere(source, line -> LEFT_FOR_LATER.matcher(line).find(), "do it or drop it"))
        .isEmpty();
  }

  @Test
  void methodsNamesAndCallsKeepTheRules() {
    assertThat(sources).flatExtracting(TreeRules::findings).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIs() {
    assertThat(sources)
        .filteredOn(source -> !source.isTest())
        .extracting(source -> source.path().resolveSibling("package-info.java"))
        .allSatisfy(description -> assertThat(ROOT.resolve(description)).exists());
  }

  @Test
  void linksOfDocumentsLeadSomewhere() throws IOException {
    List<String> findings = new ArrayList<>();
    for (Path document : documents()) {
      List<String> lines = Files.readAllLines(document);
      for (int i = 0; i < lines.size(); i++) {
        String place = ROOT.relativize(document) + ":" + (i + 1) + ": ";
        targets(lines.get(i))
            .filter(target -> !Files.exists(document.resolveSibling(target)))
            .forEach(target -> findings.add(place + "no " + target));
      }
    }
    assertThat(findings).isEmpty();
  }

  private static Stream<String> targets(String line) {
    return LINK.matcher(line)
        .results()
        .map(link -> link.group(1))
        .filter(target -> !ELSEWHERE.matcher(target).matches());
  }

  private static List<Path> documents() throws IOException {
    Path docs = ROOT.resolve("docs");
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> below = Files.exists(docs) ? Files.walk(docs) : Stream.empty()) {
      return Stream.concat(top, below).filter(path -> path.toString().endsWith(".md")).toList();
    }
  }

  private static List<String> linesWhere(
      ParsedSource source, Predicate<String> bad, String message) {
    List<String> findings = new ArrayList<>();
    for (int i = 0; i < source.lines().size(); i++) {
      if (bad.test(source.lines().get(i))) {
        findings.add(source.at(i + 1, message));
      }
    }
    return findings;
  }
}
