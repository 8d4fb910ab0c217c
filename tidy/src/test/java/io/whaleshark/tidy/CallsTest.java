package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps the sources safe by what they call, make and catch: output, time, threads, queues and
/// errors. One rule per method, and every finding names its file and line. Rules cannot be
/// suppressed at a single place.
class CallsTest {

  private static final List<String> SDK =
      List.of(
          "client/src/main/java/io/whaleshark/client/sdk",
          "client/src/main/java/io/whaleshark/client/sync");
  private static final Set<String> OUTPUT = Set.of("System.out", "System.err");
  private static final Pattern TIME =
      Pattern.compile(
          "System\\.(currentTimeMillis|nanoTime)|Instant\\.now|Clock\\.(system|tick).*");
  private static final Set<String> UNBOUNDED = Set.of("LinkedBlockingQueue", "LinkedBlockingDeque");

  /// The number of broad catches in each file that go on after any exception, and the reason for
  /// each.
  private static final Map<String, Integer> SURVIVES_EVERYTHING =
      Map.ofEntries(
          // The lane survives every bug: without it, nothing is ever answered again.
          Map.entry("core/src/main/java/io/whaleshark/core/lane/CommitLane.java", 4),
          // A request that meets a bug is refused, or its connection would wait for ever.
          Map.entry("server/src/main/java/io/whaleshark/server/gateway/inbound/Dispatcher.java", 2),
          // A request that meets a bug is refused, or its client would wait for ever.
          Map.entry("server/src/main/java/io/whaleshark/server/api/HttpApi.java", 1),
          // An answer that meets a bug half-way is cut, and its place is given back.
          Map.entry("server/src/main/java/io/whaleshark/server/http/Exchange.java", 1),
          // An exception of a decoder closes its connection, as one during reading does.
          Map.entry("server/src/main/java/io/whaleshark/server/http/HttpConnection.java", 1),
          // Whatever a handler meets, the answer is 500, or the event would not come again.
          Map.entry(
              "spring-boot-starter/src/main/java/io/whaleshark/spring/WebhookRequests.java", 1),
          // A follower whose thread meets a bug goes on, or whom it tells would miss everything
          // after.
          Map.entry("server/src/main/java/io/whaleshark/server/follower/Follower.java", 1),
          // What one device of a company meets must not end the others; the failure is told at the
          // end.
          Map.entry("local-cluster/src/main/java/io/whaleshark/local/cluster/load/Crew.java", 1),
          // A frame that nobody can read breaks the connection, and whoever asks is told.
          Map.entry(
              "local-cluster/src/main/java/io/whaleshark/local/cluster/load/DeviceConnection.java",
              1),
          // A history that fails in any way is shrunk to the shortest failing one.
          Map.entry("testkit/src/main/java/io/whaleshark/testkit/Histories.java", 1),
          // A recurring task must recur even after a bug: a scheduler would silently drop it.
          Map.entry("server/src/main/java/io/whaleshark/server/Recurring.java", 1),
          // A part that fails to close must not keep the others open.
          Map.entry("server/src/main/java/io/whaleshark/server/Server.java", 1),
          // What this node does again and again, it does after a bug as well.
          Map.entry("engine-cluster/src/main/java/io/whaleshark/engine/cluster/Chore.java", 1),
          // Redis gets the batches behind one that met a bug.
          Map.entry(
              "engine-cluster/src/main/java/io/whaleshark/engine/cluster/InboxAdditions.java", 1));

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
    return Stream.of("client", "backend", "bench", "bench-micro", "services", "local-cluster")
        .anyMatch(source::isIn);
  }

  private static boolean isTestOfRealParts(ParsedSource source) {
    return Stream.of(
            "server/src/test",
            "engine-rocksdb/src/test",
            "engine-cluster/src/test",
            "archives/src/test",
            "java-sdk/src/test",
            "spring-boot-starter/src/test")
        .anyMatch(source::isIn);
  }

  @Test
  void nobodySleeps() {
    noCalls("Thread.sleep"::equals, _ -> false, "a wait for the condition");
  }

  @Test
  void threadsAreNamed() {
    Rules.noneOf(
        NewClassTree.class,
        made -> Rules.lastName(made.tree().getIdentifier()).equals("Thread"),
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
    Rules.noneOf(
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
        Rules.sources().stream()
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

  /// Forbids such members except where they are allowed. Fully qualified names, imports and method
  /// references count as uses too.
  private static void noCalls(
      Predicate<String> banned, Predicate<ParsedSource> allowed, String expected) {
    Rules.none(source ->
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
    return Rules.lastName(select.getExpression()) + "." + select.getIdentifier();
  }

  private static String memberOf(MemberReferenceTree reference) {
    return Rules.lastName(reference.getQualifierExpression()) + "." + reference.getName();
  }

  private static String typeName(Tree type) {
    return Rules.lastName(type instanceof ParameterizedTypeTree generic ? generic.getType() : type);
  }

  private static boolean isMain(ParsedSource source) {
    return !source.isTest() && source.isNamed("Main.java");
  }

  private static boolean isCommandLine(ParsedSource source) {
    return source.isIn("client/src/main") && SDK.stream().noneMatch(source::isIn);
  }

  private static boolean isBroad(CatchTree caught) {
    Tree type = caught.getParameter().getType();
    List<? extends Tree> types =
        type instanceof UnionTypeTree union ? union.getTypeAlternatives() : List.of(type);
    return types.stream()
        .map(Rules::lastName)
        .anyMatch(Set.of("Exception", "RuntimeException", "Throwable")::contains);
  }

  private static boolean throwsOn(CatchTree caught) {
    BlockTree block = caught.getBlock();
    return !block.getStatements().isEmpty() && block.getStatements().getLast() instanceof ThrowTree;
  }
}
