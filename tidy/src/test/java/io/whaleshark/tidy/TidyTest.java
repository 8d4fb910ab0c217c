package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import io.whaleshark.tidy.ParsedSource.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/// Keeps the sources readable by their form and names: one rule per method, and every finding names
/// its file and line. Rules cannot be suppressed at a single place.
class TidyTest {

  private static final int FILE_LINES = 400;
  private static final int TEST_FILE_LINES = 600;
  private static final int LINE_LENGTH = 120;
  private static final int METHOD_LINES = 60;
  private static final int METHOD_PARAMETERS = 5;
  private static final int CONSTRUCTOR_PARAMETERS = 7;
  private static final int NESTING = 3;

  private static final Pattern TABLE_OR_ADDRESS = Pattern.compile("\\s*//.*(://| *\\|).*");
  private static final Pattern LEFT_FOR_LATER = Pattern.compile("\\b(TOD[O]|FIXM[E]|XX[X])\\b");
  private static final Pattern EMPTY_NAME =
      Pattern.compile(
          ".*(Impl|Manager|Util|Utils|Helper|Common|Base|Info|DTO|VO|BO|PO|Req|Resp|Pack"
              + "|Processor|Strategy)");

  private static final Set<Class<? extends Tree>> NESTED =
      Set.of(
          IfTree.class,
          ForLoopTree.class,
          EnhancedForLoopTree.class,
          WhileLoopTree.class,
          DoWhileLoopTree.class,
          SwitchTree.class,
          TryTree.class,
          SynchronizedTree.class);

  @Test
  void filesAreShort() {
    Rules.none(source -> {
      int limit = source.isTest() ? TEST_FILE_LINES : FILE_LINES;
      int count = source.lines().size();
      return count <= limit
          ? Stream.of()
          : Stream.of(source.finding(1, tooMany("lines", count, limit)));
    });
  }

  @Test
  void linesAreShort() {
    Rules.none(source ->
        source.linesWhere(
            line -> line.length() > LINE_LENGTH && !TABLE_OR_ADDRESS.matcher(line).matches(),
            "a long line (expected: <= " + LINE_LENGTH + " characters)"));
  }

  @Test
  void methodsAreShort() {
    Rules.noneOf(
        MethodTree.class,
        method -> bodyLines(method) > METHOD_LINES,
        method -> nameOf(method) + ": " + tooMany("lines", bodyLines(method), METHOD_LINES));
  }

  @Test
  void parametersAreFew() {
    Rules.noneOf(
        MethodTree.class,
        method -> parameterCount(method) > parametersAtMost(method),
        method ->
            nameOf(method)
                + ": "
                + tooMany("parameters", parameterCount(method), parametersAtMost(method)));
  }

  @Test
  void statementsAreNotNestedDeeply() {
    Rules.noneOf(
        StatementTree.class,
        statement -> nests(statement.path()) && depth(statement.path()) == NESTING + 1,
        statement -> tooMany("levels of nesting", NESTING + 1, NESTING));
  }

  @Test
  void namesOfTypesSayWhatTheyAre() {
    Rules.noneOf(
        ClassTree.class,
        type -> EMPTY_NAME.matcher(type.tree().getSimpleName()).matches(),
        type ->
            type.tree().getSimpleName()
                + ": ends in a word that says nothing (expected: what it is)");
  }

  /// One name for two things misleads readers and searches. `Main` is where each application
  /// starts.
  @Test
  void namesOfClassesAreUsedOnce() {
    Map<String, List<Path>> files =
        Rules.sources().stream()
            .filter(source -> !source.isTest() && !source.isNamed("Main.java"))
            .flatMap(source -> source.parts(ClassTree.class))
            .filter(TidyTest::isTopLevel)
            .collect(
                Collectors.groupingBy(
                    type -> type.tree().getSimpleName().toString(),
                    Collectors.mapping(type -> type.source().path(), Collectors.toList())));
    files.values().removeIf(paths -> paths.size() == 1);
    assertThat(files).as("classes of the same name (expected: each its own)").isEmpty();
  }

  private static boolean isTopLevel(Part<ClassTree> type) {
    return type.parent() == type.source().tree();
  }

  @Test
  void publicTypesAreDescribed() {
    Rules.noneOf(
        ClassTree.class,
        type ->
            !type.source().isTest()
                && isTopLevel(type)
                && type.tree().getModifiers().getFlags().contains(Modifier.PUBLIC)
                && !type.isDocumented(),
        type -> type.tree().getSimpleName() + ": is public (expected: a doc comment)");
  }

  @Test
  void packagesAreDescribedAndNullMarked() {
    Rules.none(source -> {
      Path description = source.path().resolveSibling("package-info.java");
      boolean marked =
          source.isTest()
              || Rules.sources().stream()
                  .filter(candidate -> candidate.path().equals(description))
                  .flatMap(candidate -> candidate.parts(AnnotationTree.class))
                  .anyMatch(
                      part -> Rules.lastName(part.tree().getAnnotationType()).equals("NullMarked"));
      return marked
          ? Stream.of()
          : Stream.of(
              source.finding(1, "its package (expected: @NullMarked in " + description + ")"));
    });
  }

  @Test
  void nothingIsLeftForLater() {
    Rules.none(source ->
        source.linesWhere(
            line -> LEFT_FOR_LATER.matcher(line).find(),
            "left for later (expected: done or dropped)"));
  }

  @Test
  void warningsAreNotSuppressed() {
    Rules.noneOf(
        AnnotationTree.class,
        annotation ->
            Rules.lastName(annotation.tree().getAnnotationType()).equals("SuppressWarnings"),
        _ -> "a suppressed warning (expected: its cause mended)");
  }

  private static boolean isConstructor(Part<MethodTree> method) {
    return method.tree().getReturnType() == null;
  }

  private static String nameOf(Part<MethodTree> method) {
    return isConstructor(method) ? "constructor" : method.tree().getName().toString();
  }

  private static int bodyLines(Part<MethodTree> method) {
    BlockTree body = method.tree().getBody();
    return body == null ? 0 : method.source().lineCount(body);
  }

  /// The header of a record lists its fields, not arguments.
  private static int parameterCount(Part<MethodTree> method) {
    boolean header = isConstructor(method) && method.parent().getKind() == Tree.Kind.RECORD;
    return header ? 0 : method.tree().getParameters().size();
  }

  private static int parametersAtMost(Part<MethodTree> method) {
    return isConstructor(method) ? CONSTRUCTOR_PARAMETERS : METHOD_PARAMETERS;
  }

  private static int depth(TreePath statement) {
    int depth = 0;
    TreePath path = statement;
    while (!(path.getLeaf() instanceof MethodTree || path.getLeaf() instanceof ClassTree)) {
      depth += nests(path) ? 1 : 0;
      path = path.getParentPath();
    }
    return depth;
  }

  private static boolean nests(TreePath path) {
    boolean elseIf =
        path.getParentPath().getLeaf() instanceof IfTree outer
            && path.getLeaf() instanceof IfTree
            && outer.getElseStatement() == path.getLeaf();
    return !elseIf && NESTED.stream().anyMatch(kind -> kind.isInstance(path.getLeaf()));
  }

  private static String tooMany(String things, int count, int limit) {
    return things + ": " + count + " (expected: <= " + limit + ")";
  }
}
