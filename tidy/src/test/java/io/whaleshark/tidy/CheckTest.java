package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `./whaleshark check` runs the tests of all modules from here: a module that this one does not
/// name would not be tested, and without a library that the tests of another need, none would
/// start.
class CheckTest {

  private static final Pattern MODULE = Pattern.compile("<module>(.+)</module>");

  /// What the artifacts of modules for the programs of others begin with.
  private static final String OUTSIDE = "whaleshark-";

  private static final Pattern TESTS =
      Pattern.compile("<artifactId>(\\S+)</artifactId>\\s*<version>\\S+\\s*<type>test-jar</type>");
  private static final Pattern FOR_TESTS =
      Pattern.compile("<artifactId>(\\S+)</artifactId>\\s*<scope>test</scope>");

  private static List<String> named(Pattern pattern, String pom) throws IOException {
    String text = Files.readString(Rules.ROOT.resolve(pom));
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  @Test
  void theTestsOfEveryModuleTakePart() throws IOException {
    List<String> others =
        named(MODULE, "pom.xml").stream().filter(module -> !module.equals("tidy")).toList();
    assertThat(others).isNotEmpty();
    assertThat(named(TESTS, "tidy/pom.xml").stream().map(name -> name.replace(OUTSIDE, "")))
        .containsExactlyElementsOf(others);
  }

  @Test
  void whatTheTestsOfOtherModulesNeedIsThere() throws IOException {
    List<String> there = named(FOR_TESTS, "tidy/pom.xml");
    for (String module : named(MODULE, "pom.xml")) {
      assertThat(there)
          .describedAs("%s/pom.xml", module)
          .containsAll(named(FOR_TESTS, module + "/pom.xml"));
    }
  }
}
