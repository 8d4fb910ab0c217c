package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import io.whaleshark.tidy.ParsedSource.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Keeps the sources readable: one rule per method, and every finding names its file and line.
/// Rules cannot be suppressed at a single place.
class TidyTest {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

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

  private static final List<String> SDK =
      List.of(
          "client/src/main/java/io/whaleshark/client/sdk",
          "client/src/main/java/io/whaleshark/client/sync");
  private static final Set<String> OUTPUT = Set.of("System.out", "System.err");
  private static final Pattern TIME =
      Pattern.compile(
          "System\\.(currentTimeMillis|nanoTime)|Instant\\.now|Clock\\.(system|tick).*");
  private static final Set<String> UNBOUNDED = Set.of("LinkedBlockingQueue", "LinkedBlockingDeque");
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

  /// The number of broad catches in each file that go on after any exception, and the reason for
  /// each.
  private static final Map<String, Integer> SURVIVES_EVERYTHING =
      Map.of(
          // The lane survives every bug: without it, nothing is ever answered again.
          "core/src/main/java/io/whaleshark/core/lane/CommitLane.java", 4,
          // A request that meets a bug is refused, or its connection would wait for ever.
          "server/src/main/java/io/whaleshark/server/gateway/Dispatcher.java", 2,
          // A request that meets a bug is refused, or its client would wait for ever.
          "server/src/main/java/io/whaleshark/server/api/HttpApi.java", 1,
          // An answer that meets a bug half-way is cut, and its place is given back.
          "server/src/main/java/io/whaleshark/server/http/Exchange.java", 1,
          // An exception of a decoder closes its connection, as one during reading does.
          "server/src/main/java/io/whaleshark/server/http/HttpConnection.java", 1,
          // What one device of a company meets must not end the others; the failure is told at the
          // end.
          "local-cluster/src/main/java/io/whaleshark/local/cluster/load/Crew.java", 1,
          // A frame that nobody can read breaks the connection, and whoever asks is told.
          "local-cluster/src/main/java/io/whaleshark/local/cluster/load/DeviceConnection.java", 1,
          // A history that fails in any way is shrunk to the shortest failing one.
          "testkit/src/main/java/io/whaleshark/testkit/Histories.java", 1,
          // A recurring task must recur even after a bug: a scheduler would silently drop it.
          "server/src/main/java/io/whaleshark/server/Recurring.java", 1,
          // A part that fails to close must not keep the others open.
          "server/src/main/java/io/whaleshark/server/Server.java", 1);

  private static List<ParsedSource> sources = List.of();

  @BeforeAll
  static void parse() throws IOException {
    sources = ParsedSource.below(ROOT);
    assertThat(sources).as("sources below %s", ROOT).hasSizeGreaterThan(100);
  }

  @Test
  void filesAreShort() {
    none(source -> {
      int limit = source.isTest() ? TEST_FILE_LINES : FILE_LINES;
      int count = source.lines().size();
      return count <= limit
          ? Stream.of()
          : Stream.of(source.finding(1, tooMany("lines", count, limit)));
    });
  }

  @Test
  void linesAreShort() {
    none(source ->
        source.linesWhere(
            line -> line.length() > LINE_LENGTH && !TABLE_OR_ADDRESS.matcher(line).matches(),
            "a long line (expected: <= " + LINE_LENGTH + " characters)"));
  }

  @Test
  void methodsAreShort() {
    noneOf(
        MethodTree.class,
        method -> bodyLines(method) > METHOD_LINES,
        method -> nameOf(method) + ": " + tooMany("lines", bodyLines(method), METHOD_LINES));
  }

  @Test
  void parametersAreFew() {
    noneOf(
        MethodTree.class,
        method -> parameterCount(method) > parametersAtMost(method),
        method ->
            nameOf(method)
                + ": "
                + tooMany("parameters", parameterCount(method), parametersAtMost(method)));
  }

  @Test
  void statementsAreNotNestedDeeply() {
    noneOf(
        StatementTree.class,
        statement -> nests(statement.path()) && depth(statement.path()) == NESTING + 1,
        statement -> tooMany("levels of nesting", NESTING + 1, NESTING));
  }

  @Test
  void namesOfTypesSayWhatTheyAre() {
    noneOf(
        ClassTree.class,
        type -> EMPTY_NAME.matcher(type.tree().getSimpleName()).matches(),
        type ->
            type.tree().getSimpleName()
                + ": ends in a word that says nothing (expected: what it is)");
  }

  @Test
  void publicTypesAreDescribed() {
    noneOf(
        ClassTree.class,
        type ->
            !type.source().isTest()
                && type.parent() == type.source().tree()
                && type.tree().getModifiers().getFlags().contains(Modifier.PUBLIC)
                && !type.isDocumented(),
        type -> type.tree().getSimpleName() + ": is public (expected: a doc comment)");
  }

  @Test
  void packagesAreDescribedAndNullMarked() {
    none(source -> {
      Path description = source.path().resolveSibling("package-info.java");
      boolean marked =
          source.isTest()
              || sources.stream()
                  .filter(candidate -> candidate.path().equals(description))
                  .flatMap(candidate -> candidate.parts(AnnotationTree.class))
                  .anyMatch(part -> lastName(part.tree().getAnnotationType()).equals("NullMarked"));
      return marked
          ? Stream.of()
          : Stream.of(
              source.finding(1, "its package (expected: @NullMarked in " + description + ")"));
    });
  }

  @Test
  void nothingIsLeftForLater() {
    none(source ->
        source.linesWhere(
            line -> LEFT_FOR_LATER.matcher(line).find(),
            "left for later (expected: done or dropped)"));
  }

  @Test
  void warningsAreNotSuppressed() {
    noneOf(
        AnnotationTree.class,
        annotation -> lastName(annotation.tree().getAnnotationType()).equals("SuppressWarnings"),
        _ -> "a suppressed warning (expected: its cause mended)");
  }

  @Test
  void onlyCommandLinesPrint() {
    noCalls(
        OUTPUT::contains,
        source -> isMain(source) || isCommandLine(source),
        "a logger, or the command line");
  }

  @Test
  void stackTracesAreNotPrinted() {
    noCalls(call -> call.endsWith(".printStackTrace"), _ -> false, "thrown or logged");
  }

  @Test
  void timeIsHandedIn() {
    noCalls(
        TIME.asMatchPredicate(),
        // Code outside the core may read the real clock, and a test of a real server passes it on.
        source -> isMain(source) || measures(source) || isTestOfRealParts(source),
        "a clock that is handed in");
  }

  private static boolean measures(ParsedSource source) {
    return Stream.of("client", "bench", "bench-micro", "services", "local-cluster")
        .anyMatch(source::isIn);
  }

  private static boolean isTestOfRealParts(ParsedSource source) {
    return Stream.of("server/src/test", "engine-rocksdb/src/test", "engine-cluster/src/test")
        .anyMatch(source::isIn);
  }

  @Test
  void nobodySleeps() {
    noCalls("Thread.sleep"::equals, _ -> false, "a wait for the condition");
  }

  @Test
  void threadsAreNamed() {
    noneOf(
        NewClassTree.class,
        made -> lastName(made.tree().getIdentifier()).equals("Thread"),
        _ -> "new Thread (expected: Thread.ofPlatform() or Thread.ofVirtual(), with a name)");
  }

  @Test
  void executorsAreBounded() {
    noCalls(
        call -> call.startsWith("Executors."),
        _ -> false,
        "an executor with named threads and a bounded queue");
  }

  @Test
  void queuesAreBounded() {
    noneOf(
        NewClassTree.class,
        made ->
            made.tree().getArguments().isEmpty()
                && UNBOUNDED.contains(typeName(made.tree().getIdentifier())),
        made -> "new " + typeName(made.tree().getIdentifier()) + " (expected: a capacity)");
  }

  /// A broad catch that rethrows only cleans up; one that goes on hides unknown errors.
  @Test
  void onlyAFewPlacesSurviveEverything() {
    Map<String, Integer> counts =
        sources.stream()
            .filter(source -> !source.isTest())
            .flatMap(source -> source.parts(CatchTree.class))
            .filter(caught -> isBroad(caught.tree()) && !throwsOn(caught.tree()))
            .collect(
                Collectors.toMap(
                    caught -> caught.source().path().toString(), _ -> 1, Integer::sum));
    assertThat(counts)
        .as("catches of everything, by file (expected: narrow ones, or a reason in this test)")
        .isEqualTo(SURVIVES_EVERYTHING);
  }

  private static void none(Function<ParsedSource, Stream<String>> findings) {
    assertThat(sources.stream().flatMap(findings)).isEmpty();
  }

  private static <T extends Tree> void noneOf(
      Class<T> kind, Predicate<Part<T>> bad, Function<Part<T>, String> what) {
    none(source -> source.parts(kind).filter(bad).map(part -> part.finding(what.apply(part))));
  }

  /// Forbids such members except where they are allowed. Fully qualified names, imports and method
  /// references count as uses too.
  private static void noCalls(
      Predicate<String> banned, Predicate<ParsedSource> allowed, String expected) {
    none(source ->
        allowed.test(source)
            ? Stream.of()
            : Stream.concat(
                    source
                        .parts(MemberSelectTree.class)
                        .map(part -> Map.entry(part, memberOf(part.tree()))),
                    source
                        .parts(MemberReferenceTree.class)
                        .map(part -> Map.entry(part, memberOf(part.tree()))))
                .filter(call -> banned.test(call.getValue()))
                .map(call ->
                    call.getKey().finding(call.getValue() + " (expected: " + expected + ")")));
  }

  private static String memberOf(MemberSelectTree select) {
    return lastName(select.getExpression()) + "." + select.getIdentifier();
  }

  private static String memberOf(MemberReferenceTree reference) {
    return lastName(reference.getQualifierExpression()) + "." + reference.getName();
  }

  private static String typeName(Tree type) {
    return lastName(type instanceof ParameterizedTypeTree generic ? generic.getType() : type);
  }

  private static String lastName(Tree name) {
    return name instanceof MemberSelectTree qualified
        ? qualified.getIdentifier().toString()
        : name.toString();
  }

  private static boolean isMain(ParsedSource source) {
    return !source.isTest() && source.isNamed("Main.java");
  }

  private static boolean isCommandLine(ParsedSource source) {
    return source.isIn("client/src/main") && SDK.stream().noneMatch(source::isIn);
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

  private static boolean isBroad(CatchTree caught) {
    Tree type = caught.getParameter().getType();
    List<? extends Tree> types =
        type instanceof UnionTypeTree union ? union.getTypeAlternatives() : List.of(type);
    return types.stream()
        .map(TidyTest::lastName)
        .anyMatch(Set.of("Exception", "RuntimeException", "Throwable")::contains);
  }

  private static boolean throwsOn(CatchTree caught) {
    BlockTree block = caught.getBlock();
    return !block.getStatements().isEmpty() && block.getStatements().getLast() instanceof ThrowTree;
  }

  private static String tooMany(String things, int count, int limit) {
    return things + ": " + count + " (expected: <= " + limit + ")";
  }
}
