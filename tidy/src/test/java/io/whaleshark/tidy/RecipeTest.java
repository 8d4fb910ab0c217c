package io.whaleshark.tidy;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Checks the recipe for a new command in CONTRIBUTING.md: it names every file that lists commands,
/// in any module, tests included. Such a file mentions several that have nothing else in common.
class RecipeTest {

  /// Names of one family. A file that has some of them has to know the next one, too.
  ///
  /// @param enough how many of them only a file has that lists them
  private record Family(String what, int enough, List<Pattern> members) {

    static Family of(String what, int enough, String... members) {
      return new Family(
          what,
          enough,
          Stream.of(members).map(name -> Pattern.compile("\\b(?:" + name + ")\\b")).toList());
    }

    boolean isListedIn(String text) {
      return members.stream().filter(member -> member.matcher(text).find()).count() >= enough;
    }
  }

  private static final List<Family> FAMILIES =
      List.of(
          Family.of(
              "commands of the wire",
              2,
              "ConversationSet|CONVERSATION_SET",
              "GroupReadCounts|GROUP_READ_COUNTS",
              "BlockSet|BLOCK_SET",
              "BlockPull|BLOCK_PULL"),
          Family.of("numbers of the wire", 3, "5102", "2112", "5200", "5202"),
          Family.of("events", 3, "ConversationEvent", "BlockEvent", "PageEvent"),
          Family.of(
              "commands of the core",
              3,
              "Command\\.SetConversation",
              "Command\\.PutBlock",
              "Command\\.EraseViews",
              "Command\\.SignOut"),
          Family.of(
              "news",
              3,
              "News\\.ConversationSet",
              "News\\.GroupUpdated",
              "News\\.SignedOut",
              "News\\.MessageReplaced"),
          Family.of("questions of the simulation", 2, "Question\\.Counts", "Question\\.Blocked"));

  /// What a file of these folders mentions, it has to know: each of them is about all commands.
  /// Others, such as the web chat and the backend's HTTP, use some.
  private static final List<String> OF_ALL_COMMANDS =
      List.of("protocol/src/main", "translation/src/main", "client/src/main", "web/client/src");

  private static final Pattern SAMPLES =
      Pattern.compile(
          "ConversationSet(?:Ack)?\\b|CONVERSATION_SET|GroupReadCounts|GROUP_READ_COUNTS"
              + "|BlockSet(?:Ack)?\\b|BLOCK_SET");

  private static final Pattern SOURCE =
      Pattern.compile(
          "(?:[a-z-]+/src/(?:main|test)|web/client/(?:src|test))/.*\\.(java|ts|ya?ml|json)");

  private static final Pattern RECIPE = Pattern.compile("(?s)\n## To add a command\n(.*?)\n## ");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+\\.[a-z]+)(?:#[^)]*)?\\)");

  @Test
  void theRecipeNamesEveryFileThatListsCommands() throws IOException {
    NavigableSet<String> named = named();
    List<String> missing = new ArrayList<>();
    for (Path file : sources()) {
      String name = Rules.ROOT.relativize(file).toString();
      String text = read(file);
      FAMILIES.stream()
          .filter(family -> family.isListedIn(text))
          .filter(_ -> !named.contains(name))
          .forEach(family -> missing.add(name + " lists " + family.what()));
      if (OF_ALL_COMMANDS.stream().anyMatch(name::startsWith)
          && SAMPLES.matcher(text).find()
          && !named.contains(name)) {
        missing.add(name + " mentions " + SAMPLES);
      }
    }
    assertThat(missing).as("files that the recipe does not name").isEmpty();
  }

  @Test
  void whatItNamesExists() throws IOException {
    assertThat(named()).allSatisfy(name -> assertThat(Rules.ROOT.resolve(name)).exists());
  }

  @Test
  void everyFamilyIsListedSomewhere() throws IOException {
    List<String> texts = sources().stream().map(RecipeTest::read).toList();
    assertThat(FAMILIES)
        .allSatisfy(family -> assertThat(texts).anyMatch(text -> family.isListedIn(text)));
  }

  private static NavigableSet<String> named() throws IOException {
    var recipe = RECIPE.matcher(Files.readString(Rules.ROOT.resolve("CONTRIBUTING.md")));
    assertThat(recipe.find()).as("the section of CONTRIBUTING.md").isTrue();
    return LINK.matcher(recipe.group(1))
        .results()
        .map(link -> link.group(1))
        .collect(toCollection(TreeSet::new));
  }

  /// All sources but this one, which lists commands to find the others.
  private static List<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(Rules.ROOT)) {
      return modules
          .filter(Files::isDirectory)
          .flatMap(RecipeTest::sourcesOf)
          .filter(file -> !file.endsWith(RecipeTest.class.getSimpleName() + ".java"))
          .toList();
    }
  }

  private static Stream<Path> sourcesOf(Path module) {
    List<Path> found = new ArrayList<>();
    for (String folder : List.of("src", "client/src", "client/test")) {
      Path below = module.resolve(folder);
      if (Files.isDirectory(below)) {
        try (Stream<Path> files = Files.walk(below)) {
          files
              .filter(Files::isRegularFile)
              .filter(file -> SOURCE.matcher(Rules.ROOT.relativize(file).toString()).matches())
              .forEach(found::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return found.stream();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
