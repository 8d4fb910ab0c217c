package io.whaleshark.tidy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A document in Markdown.
record Document(Path root, Path path, String text) {

  private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?[^)]*\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.*?) *#*");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern ADDRESS = Pattern.compile("\\]\\([^)]*\\)");
  private static final Pattern ITEM = Pattern.compile("(?:[-*>]|\\d+\\.) +");
  private static final Pattern NO_PROSE = Pattern.compile("[|#<]|!\\[");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?][)\"]?)\\s+");
  private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");
  private static final Pattern RULE = Pattern.compile("(?:\\|-+)+\\|");
  private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");
  private static final Pattern NOTE_END = Pattern.compile(";|" + SENTENCE_END.pattern());
  private static final Pattern LETTERS = Pattern.compile("\\S*\\p{L}\\S*");
  private static final Set<String> ELSEWHERE_FOLDERS =
      Set.of(".git", ".jt", "dist", "findings", "node_modules", "target");
  private static final Pattern REMARK = Pattern.compile("\\s+(?:#|//) .*");

  /// All documents of the project: not those of libraries, of what was built, and the findings,
  /// which are records of their day.
  static List<Document> all(Path root) throws IOException {
    NavigableSet<Path> found = new TreeSet<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return ELSEWHERE_FOLDERS.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    List<Document> documents = new ArrayList<>();
    for (Path path : found) {
      documents.add(read(root, path));
    }
    return documents;
  }

  static Document read(Path root, Path file) throws IOException {
    return new Document(root, root.relativize(file), Files.readString(file));
  }

  /// Broken links within the project: `file:line what`.
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

  /// Whether it is written in Chinese, where the length rules for English do not apply.
  boolean isChinese() {
    return path.toString().contains("zh-CN");
  }

  /// Sentences with more words than the limit: `file:line how many`. Code blocks and headings
  /// contain no sentences; inline code counts as one word. In the cells of tables, notes end with
  /// semicolons, too, and numbers are values, not words.
  List<String> longSentences(int wordsAtMost) {
    List<String> found = new ArrayList<>();
    paragraphs().forEach(each -> addLong(found, each, SENTENCE_END, WORD, wordsAtMost));
    tableCells().forEach(each -> addLong(found, each, NOTE_END, LETTERS, wordsAtMost));
    return found;
  }

  private void addLong(
      List<String> found, Paragraph paragraph, Pattern end, Pattern word, int wordsAtMost) {
    for (String sentence : end.split(paragraph.plain(), -1)) {
      long words = word.matcher(sentence).results().count();
      if (words > wordsAtMost) {
        found.add(path + ":" + paragraph.line() + " " + words + " words: " + sentence);
      }
    }
  }

  private List<Paragraph> tableCells() {
    List<Paragraph> cells = new ArrayList<>();
    List<String> lines = linesOutsideCode();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("|")) {
        String row = CODE.matcher(lines.get(i)).replaceAll("code");
        for (String cell : CELL_END.split(row, -1)) {
          cells.add(new Paragraph(i + 1, cell));
        }
      }
    }
    return cells;
  }

  private record Paragraph(int line, String text) {

    /// The plain words, without addresses and emphasis marks.
    String plain() {
      String named = ADDRESS.matcher(CODE.matcher(text).replaceAll("code")).replaceAll("]");
      return named.replace("*", "");
    }
  }

  /// The paragraphs of running text. Each list item is a paragraph of its own.
  private List<Paragraph> paragraphs() {
    List<Paragraph> paragraphs = new ArrayList<>();
    StringBuilder gathered = new StringBuilder();
    int first = 0;
    List<String> lines = linesOutsideCode();
    for (int i = 0; i <= lines.size(); i++) {
      String line = i < lines.size() ? lines.get(i).strip() : "";
      boolean prose = !line.isEmpty() && !NO_PROSE.matcher(line).lookingAt();
      if ((!prose || ITEM.matcher(line).lookingAt()) && !gathered.isEmpty()) {
        paragraphs.add(new Paragraph(first, gathered.toString()));
        gathered.setLength(0);
      }
      if (prose) {
        first = gathered.isEmpty() ? i + 1 : first;
        gathered.append(ITEM.matcher(line).replaceFirst("")).append(' ');
      }
    }
    return paragraphs;
  }

  /// Tables that an empty line cuts in two, and rows with more or fewer cells than their head:
  /// `file:line what`.
  List<String> brokenTables() {
    List<String> broken = new ArrayList<>();
    List<String> lines = linesOutsideCode();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("|")) {
        continue;
      }
      boolean begins = i == 0 || !lines.get(i - 1).startsWith("|");
      boolean headed = i + 1 < lines.size() && RULE.matcher(lines.get(i + 1)).matches();
      if (begins && !headed) {
        broken.add(path + ":" + (i + 1) + " a row without a head");
      } else if (!begins && cells(lines.get(i)) != cells(lines.get(i - 1))) {
        broken.add(path + ":" + (i + 1) + " " + cells(lines.get(i)) + " cells");
      }
    }
    return broken;
  }

  private static long cells(String row) {
    return CELL_END.matcher(CODE.matcher(row).replaceAll("code")).results().count() - 1;
  }

  /// The structure that a translation must share: heading levels, table sizes, code.
  List<String> shape() {
    List<String> shape = new ArrayList<>();
    boolean code = false;
    for (String line : text.lines().toList()) {
      boolean fence = line.strip().startsWith("```");
      code ^= fence;
      Matcher heading = HEADING.matcher(line);
      if (fence) {
        shape.add(line.strip());
      } else if (code) {
        shape.add(REMARK.matcher(line).replaceFirst("").stripTrailing());
      } else if (heading.matches()) {
        shape.add(heading.group(1));
      } else if (line.startsWith("|")) {
        shape.add("a row of " + cells(line));
      }
    }
    return shape;
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

  /// The anchors of the headings: lower case, hyphens for spaces, numbered when repeated.
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

  /// The lines, with those of code blocks replaced by empty ones.
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
