package io.whaleshark.tidy;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Checks the recipe for a new command in CONTRIBUTING.md: it names exactly the files that mention
/// two existing commands. One of them changes state, the other only reads.
class RecipeTest {

  private static final Pattern SAMPLES =
      Pattern.compile(
          "ConversationSet(?:Ack)?\\b|SetConversation|CONVERSATION_SET|GroupReadCounts|GROUP_READ_COUNTS");

  private static final Pattern RECIPE = Pattern.compile("(?s)\n## To add a command\n(.*?)\n## ");

  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)#]+src/[^)]+\\.(?:java|ts|yaml))\\)");

  /// The folders in which a command must be known. Benchmarks and the web chat use only some
  /// commands.
  private static final List<String> FOLDERS =
      List.of(
          "protocol/src/main",
          "core/src/main",
          "translation/src/main",
          "server/src/main",
          "client/src/main",
          "testkit/src/main",
          "web/client/src");

  @Test
  void theRecipeNamesEveryFileThatMentionsACommand() throws IOException {
    NavigableSet<String> mentioning = new TreeSet<>();
    for (String folder : FOLDERS) {
      mentioning.addAll(mentioning(folder));
    }
    assertThat(named().stream().filter(name -> !name.contains("/src/test/")))
        .as("files of the recipe, compared with those that mention %s", SAMPLES)
        .containsExactlyElementsOf(mentioning);
  }

  @Test
  void itsTestsExist() throws IOException {
    assertThat(named())
        .filteredOn(name -> name.contains("/src/test/"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(Rules.ROOT.resolve(name)).exists());
  }

  private static NavigableSet<String> named() throws IOException {
    var recipe = RECIPE.matcher(Files.readString(Rules.ROOT.resolve("CONTRIBUTING.md")));
    assertThat(recipe.find()).as("the section of CONTRIBUTING.md").isTrue();
    return LINK.matcher(recipe.group(1))
        .results()
        .map(link -> link.group(1))
        .collect(toCollection(TreeSet::new));
  }

  private static List<String> mentioning(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Rules.ROOT.resolve(folder))) {
      return files
          .filter(Files::isRegularFile)
          .filter(RecipeTest::mentionsACommand)
          .map(file -> Rules.ROOT.relativize(file).toString())
          .toList();
    }
  }

  private static boolean mentionsACommand(Path file) {
    try {
      return SAMPLES.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
