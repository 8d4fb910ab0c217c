package io.whaleshark.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// One source: its text, and its tree as the compiler's parser reads it.
record ParsedSource(Path path, List<String> lines, CompilationUnitTree tree, Trees trees) {

  /// All sources below a folder; their paths are relative to it.
  static List<ParsedSource> below(Path root) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(Sources.below(root)));
      Trees trees = Trees.instance(task);
      List<ParsedSource> sources = new ArrayList<>();
      for (CompilationUnitTree tree : task.parse()) {
        Path file = Path.of(tree.getSourceFile().toUri());
        sources.add(new ParsedSource(root.relativize(file), Files.readAllLines(file), tree, trees));
      }
      return sources;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  boolean isTest() {
    return path.toString().contains("src/test/");
  }

  boolean isIn(String folder) {
    return path.startsWith(folder);
  }

  int firstLine(Tree part) {
    return lineAt(trees.getSourcePositions().getStartPosition(tree, part));
  }

  int lineCount(Tree part) {
    return lineAt(trees.getSourcePositions().getEndPosition(tree, part)) - firstLine(part) + 1;
  }

  /// A finding as editors and terminals can follow it: `file:line: what is wrong`.
  String at(int line, String message) {
    return path + ":" + line + ": " + message;
  }

  private int lineAt(long position) {
    return Math.toIntExact(tree.getLineMap().getLineNumber(position));
  }
}
