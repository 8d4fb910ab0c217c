package io.whaleshark.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// One source file: its text, and its syntax tree from the compiler's parser. The path is relative
/// to the project.
record ParsedSource(
    Path path, List<String> lines, CompilationUnitTree tree, List<TreePath> parts, Trees trees) {

  /// All sources of the project in a folder.
  static List<ParsedSource> below(Path root) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjectsFromPaths(Sources.below(root));
      JavacTask task =
          (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
      Trees trees = Trees.instance(task);
      List<ParsedSource> sources = new ArrayList<>();
      for (CompilationUnitTree tree : task.parse()) {
        Path file = Path.of(tree.getSourceFile().toUri());
        List<String> lines = Files.readAllLines(file);
        sources.add(new ParsedSource(root.relativize(file), lines, tree, partsOf(tree), trees));
      }
      return sources;
    }
  }

  private static List<TreePath> partsOf(CompilationUnitTree unit) {
    List<TreePath> parts = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree part, @Nullable Void nothing) {
        if (part != null && part != unit) {
          parts.add(new TreePath(getCurrentPath(), part));
        }
        return super.scan(part, null);
      }
    }.scan(new TreePath(unit), null);
    return parts;
  }

  /// A node of the syntax tree, its path in the tree, and its source file.
  record Part<T extends Tree>(ParsedSource source, T tree, TreePath path) {

    /// The parent node.
    Tree parent() {
      return path.getParentPath().getLeaf();
    }

    boolean isDocumented() {
      return source.trees.getDocComment(path) != null;
    }

    /// A finding about the node: `file:line what`.
    String finding(String what) {
      return source.finding(source.firstLine(tree), what);
    }
  }

  /// The nodes of one kind, in the order of the text.
  <T extends Tree> Stream<Part<T>> parts(Class<T> kind) {
    return parts.stream()
        .filter(part -> kind.isInstance(part.getLeaf()))
        .map(part -> new Part<>(this, kind.cast(part.getLeaf()), part));
  }

  boolean isTest() {
    return path.toString().contains("src/test/");
  }

  boolean isIn(String folder) {
    return path.startsWith(folder);
  }

  boolean isNamed(String name) {
    return path.endsWith(name);
  }

  /// A finding in the format that editors and terminals can link: `file:line what`.
  String finding(int line, String what) {
    return path + ":" + line + " " + what;
  }

  /// A finding for each line that is bad.
  Stream<String> linesWhere(Predicate<String> bad, String what) {
    return IntStream.range(0, lines.size())
        .filter(i -> bad.test(lines.get(i)))
        .mapToObj(i -> finding(i + 1, what));
  }

  int firstLine(Tree part) {
    return line(trees.getSourcePositions().getStartPosition(tree, part));
  }

  int lineCount(Tree part) {
    return line(trees.getSourcePositions().getEndPosition(tree, part)) - firstLine(part) + 1;
  }

  private int line(long position) {
    return Math.toIntExact(tree.getLineMap().getLineNumber(position));
  }
}
