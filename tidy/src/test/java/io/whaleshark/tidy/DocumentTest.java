package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: no sentence escapes the limit by where it stands. Method: small documents.
class DocumentTest {

  private static final String LONG = "one two three four five six";

  @TempDir Path root;

  private Document document(String text) {
    return new Document(root, Path.of("a.md"), text);
  }

  @Test
  void sentencesInParagraphsItemsAndCellsAreCounted() {
    assertThat(document(LONG + ".").longSentences(5)).hasSize(1);
    assertThat(document("- " + LONG + "\n").longSentences(5)).hasSize(1);
    assertThat(document("| a | b |\n|---|---|\n| c | " + LONG + " |\n").longSentences(5))
        .containsExactly("a.md:3 6 words:  " + LONG + " ");
  }

  @Test
  void notesValuesAndCodeOfCellsAreNot() {
    assertThat(document("| one two three; four five six |\n").longSentences(5)).isEmpty();
    assertThat(document("| 1, 2, 3, 4, 5 and 6 ms |\n").longSentences(5)).isEmpty();
    assertThat(document("| one `two three | four` five six |\n").longSentences(5)).isEmpty();
    assertThat(document("```\n" + LONG + "\n```\n").longSentences(5)).isEmpty();
  }

  @Test
  void documentsOfEveryFolderAreFoundExceptThoseOfOthers() throws IOException {
    for (String name :
        new String[] {
          "a.md", ".github/b.md", "deep/er/c.md", "node_modules/x.md", "findings/y.md"
        }) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
    assertThat(Document.all(root))
        .extracting(document -> document.path().toString())
        .containsExactly(".github/b.md", "a.md", "deep/er/c.md");
  }
}
