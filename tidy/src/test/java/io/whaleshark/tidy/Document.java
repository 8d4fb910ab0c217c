package io.whaleshark.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A document in Markdown.
record Document(Path root, Path path, String text) {

  private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?[^)]*\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.*?) *#*");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  /// Those on top of a folder and those in its `docs`.
  static List<Document> all(Path root) throws IOException {
    Path docs = root.resolve("docs");
    List<Document> documents = new ArrayList<>();
    try (Stream<Path> top = Files.list(root);
        Stream<Path> below = Files.exists(docs) ? Files.walk(docs) : Stream.empty()) {
      for (Path path : Stream.concat(top, below).sorted().toList()) {
        if (path.toString().endsWith(".md")) {
          documents.add(read(root, path));
        }
      }
    }
    return documents;
  }

  static Document read(Path root, Path file) throws IOException {
    return new Document(root, root.relativize(file), Files.readString(file));
  }

  /// Links within the project that lead nowhere: `file:line what`.
  List<String> brokenLinks() throws IOException {
    List<String> broken = new ArrayList<>();
    List<String> lines = linesOutsideCode();
    for (int i = 0; i < lines.size(); i++) {
      Matcher link = LINK.matcher(CODE.matcher(lines.get(i)).replaceAll(""));
      while (link.find()) {
        String target = link.group(1);
        if (!ELSEWHERE.matcher(target).matches() && !leadsSomewhere(target)) {
          broken.add(path + ":" + (i + 1) + " " + target + " (expected: a file or a heading)");
        }
      }
    }
    return broken;
  }

  /// How deep each heading is, in order.
  List<Integer> headingLevels() {
    return headings().map(heading -> heading.group(1).length()).toList();
  }

  private boolean leadsSomewhere(String target) throws IOException {
    String[] parts = target.split("#", 2);
    Path file = root.resolve(path);
    if (!parts[0].isEmpty()) {
      file = file.resolveSibling(parts[0]).normalize();
    }
    if (parts.length == 1 || !file.toString().endsWith(".md")) {
      return Files.exists(file);
    }
    return Files.exists(file) && read(root, file).anchors().contains(parts[1]);
  }

  /// What the headings are called in addresses: lower case, hyphens for spaces, numbered when
  /// repeated.
  private Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    headings()
        .forEach(heading -> {
          String name =
              heading
                  .group(2)
                  .toLowerCase(Locale.ROOT)
                  .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                  .replace(' ', '-');
          int repeated = seen.merge(name, 1, Integer::sum) - 1;
          anchors.add(repeated == 0 ? name : name + "-" + repeated);
        });
    return anchors;
  }

  private Stream<Matcher> headings() {
    return linesOutsideCode().stream().map(HEADING::matcher).filter(Matcher::matches);
  }

  /// The lines; those of code blocks are empty.
  private List<String> linesOutsideCode() {
    List<String> lines = new ArrayList<>();
    boolean code = false;
    for (String line : text.lines().toList()) {
      boolean fence = line.strip().startsWith("```");
      lines.add(code || fence ? "" : line);
      code ^= fence;
    }
    return lines;
  }
}
