package io.whaleshark.tidy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Dependencies point downwards between compiled classes too, not only between the modules' poms.
class ArchitectureTest {

  private static final String CORE = "io.whaleshark.core..";
  private static final String PROTOCOL = "io.whaleshark.protocol..";
  private static final String TRANSLATION = "io.whaleshark.translation..";
  private static final String ENGINES = "io.whaleshark.engine..";
  private static final String CHECKER = "io.whaleshark.checker..";
  private static final String TESTKIT = "io.whaleshark.testkit..";
  private static final String SYNC = "io.whaleshark.client.sync..";
  private static final String CLIENT = "io.whaleshark.client..";
  private static final String SERVER = "io.whaleshark.server..";
  private static final String CLI = "io.whaleshark.cli..";
  private static final String BENCH = "io.whaleshark.bench..";
  private static final String MICRO = "io.whaleshark.micro..";

  /// Packages with classes that need one another both ways.
  private static final Set<String> CIRCLES =
      Set.of(
          // The member of a family names the family, which is sealed and names or makes its
          // members.
          "io.whaleshark.protocol",
          "io.whaleshark.server.config",
          "io.whaleshark.server.storage",
          "io.whaleshark.client.sdk",
          // The order of news makes the logins that wait for their place in it.
          "io.whaleshark.core.lane",
          // A port makes connections, which make exchanges, which write to their connection.
          "io.whaleshark.server.http",
          // A store that opens is upgraded, by reading and writing it.
          "io.whaleshark.engine.rocksdb",
          // A batch of writes and its statements; a node and those that it declares gone.
          "io.whaleshark.engine.cluster",
          // A loop runs devices, which write to connections, which are the loop's; a visitor
          // visits.
          "io.whaleshark.bench.load",
          "io.whaleshark.bench.scenario",
          // Actors, and the stage on which they meet.
          "io.whaleshark.testkit",
          "io.whaleshark.testkit.simulation");

  private static JavaClasses project = new ClassFileImporter().importClasses();

  @BeforeAll
  static void read() {
    project =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.whaleshark");
  }

  /// Without classes, every rule about the module would hold vacuously.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "core",
        "protocol",
        "translation",
        "engine-rocksdb",
        "engine-cluster",
        "checker",
        "testkit",
        "client",
        "server",
        "bench",
        "services",
        "cli",
        "local-cluster",
        "backend",
        "archives"
      })
  void classesOfEveryModuleWereRead(String module) {
    String part = "io.whaleshark." + module.replace('-', '.');
    assertThat(project.stream().anyMatch(type -> type.getPackageName().startsWith(part)))
        .as("classes of %s were read (expected: as it has sources)", module)
        .isEqualTo(Files.exists(Rules.ROOT.resolve(module).resolve("src/main/java")));
  }

  @Test
  void coreNeedsNothingButTheJdk() {
    onlyUses(CORE);
  }

  @Test
  void protocolNeedsNothingButBuffers() {
    onlyUses(PROTOCOL, "io.netty.buffer..");
  }

  @Test
  void theTranslationNeedsTheWireAndTheDomain() {
    onlyUses(TRANSLATION, PROTOCOL, CORE);
  }

  @Test
  void theEmbeddedEngineNeedsCoreAndItsStore() {
    onlyUses("io.whaleshark.engine.rocksdb..", CORE, "org.rocksdb..");
  }

  @Test
  void theClusterEngineNeedsCoreAndItsStores() {
    onlyUses(
        "io.whaleshark.engine.cluster..",
        CORE,
        "org.postgresql..",
        "com.zaxxer.hikari..",
        "io.lettuce..",
        "tools.jackson..",
        "javax.net.ssl..",
        "org.slf4j..");
  }

  /// The checker judges what clients saw, independent of the server.
  @Test
  void theCheckerNeedsNothingButTheJdk() {
    onlyUses(CHECKER);
  }

  /// It starts third-party programs for any module that needs them.
  @Test
  void servicesNeedNothingButTheJdk() {
    onlyUses("io.whaleshark.services..");
  }

  /// The SDK's decisions drive the testkit's simulated devices.
  @Test
  void theTestkitNeedsCoreAndCheckerAndWhatDevicesHearAndDecide() {
    onlyUses(TESTKIT, CORE, CHECKER, PROTOCOL, TRANSLATION, SYNC, "org.junit..", "org.assertj..");
  }

  /// Every application's command line stands on it.
  @Test
  void whatCommandLinesShareNeedsNothingButTheirLibrary() {
    onlyUses(CLI, "picocli..");
  }

  /// It runs servers as processes, and talks to them from outside.
  @Test
  void aLocalClusterNeedsProcessesAndWhatTalksToThem() {
    onlyUses(
        "io.whaleshark.local.cluster..",
        "io.whaleshark.services..",
        CLI,
        PROTOCOL,
        CHECKER,
        "io.netty.buffer..",
        "picocli..");
  }

  /// Backends take it without anything of ours beside it, and with one library.
  @Test
  void theLibraryForBackendsNeedsNothingButJson() {
    onlyUses("io.whaleshark.backend..", "javax.crypto..", "tools.jackson..");
  }

  @Test
  void theStarterNeedsTheLibraryForBackendsAndSpring() {
    onlyUses(
        "io.whaleshark.spring..",
        "io.whaleshark.backend..",
        "org.springframework..",
        "org.apache.commons.logging..",
        "jakarta.servlet..");
  }

  @Test
  void clientsKnowTheProtocolAndNothingOfTheServer() {
    neverUses(CLIENT, CORE, TRANSLATION, ENGINES, TESTKIT, SERVER);
  }

  /// The SDK's decisions for a device use no sockets, threads or clocks, so the simulation can run
  /// the same code.
  @Test
  void whatADeviceDecidesIsPure() {
    neverUses(SYNC, "java.net..", "java.io..", "java.nio..");
    neverUses(SYNC, "java.util.concurrent..", "io.netty..");
    noClasses()
        .that()
        .resideInAPackage(SYNC)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, Clock.class, System.class)
        .check(project);
  }

  @Test
  void theServerNeedsNoClientAndNothingOfTests() {
    neverUses(SERVER, CLIENT, CHECKER, TESTKIT, BENCH, MICRO);
  }

  /// A server is measured from outside, as a process.
  @Test
  void benchmarksKnowNoServer() {
    neverUses(BENCH, SERVER, CLIENT, TESTKIT, MICRO);
    neverUses(MICRO, SERVER, CLIENT, TESTKIT, BENCH);
  }

  /// The load generator knows the engine only where it measures the engine's writes alone.
  @Test
  void onlyLimitsOfBenchmarksKnowTheEngine() {
    noClasses()
        .that()
        .resideInAPackage(BENCH)
        .and()
        .resideOutsideOfPackage("io.whaleshark.bench.limits")
        .should(dependOnClassesThat(resideInAnyPackage(CORE, ENGINES)))
        .check(project);
  }

  /// Only the edges know both wire and domain: the translation, and who uses it, which are the
  /// server's transports and the simulated devices. Settings and metrics also see both sides, to
  /// bound and to count them.
  @Test
  void onlyTheEdgesKnowBothWireAndDomain() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.whaleshark.translation",
            "io.whaleshark.server.gateway..",
            "io.whaleshark.server.api",
            "io.whaleshark.server.config",
            "io.whaleshark.server.metrics",
            "io.whaleshark.server.webhook",
            "io.whaleshark.server.push.service",
            "io.whaleshark.server.transfer",
            "io.whaleshark.archives",
            "io.whaleshark.testkit.simulation")
        .should(
            dependOnClassesThat(resideInAnyPackage(CORE))
                .and(dependOnClassesThat(resideInAnyPackage(PROTOCOL))))
        .check(project);
  }

  /// Only the composition root of a server, and what opens its engine, know which one it is.
  @Test
  void onlyTheServersRootKnowsTheEngine() {
    noClasses()
        .that()
        .resideInAPackage(SERVER)
        .and()
        .resideOutsideOfPackages("io.whaleshark.server", "io.whaleshark.server.storage")
        .should(dependOnClassesThat(resideInAnyPackage(ENGINES)))
        .check(project);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "core",
        "protocol",
        "engine",
        "checker",
        "client",
        "server",
        "testkit",
        "bench",
        "local",
        "backend",
        "archives"
      })
  void packagesOfAModuleHaveNoCycle(String module) {
    slices()
        .matching("io.whaleshark." + module + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true) // a module of one package
        .check(project);
  }

  @Test
  void classesOfAPackageHaveNoCycle() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return CIRCLES.contains(type.getPackageName())
                    ? SliceIdentifier.ignore()
                    : SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""));
              }

              @Override
              public String getDescription() {
                return "classes, each with those inside it";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(project);
  }

  private static void onlyUses(String module, String... others) {
    String[] allowed =
        Stream.of(List.of(module, "java..", "org.jspecify.."), List.of(others))
            .flatMap(List::stream)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(module)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .allowEmptyShould(true)
        .check(project);
  }

  private static void neverUses(String module, String... others) {
    noClasses()
        .that()
        .resideInAPackage(module)
        .should(dependOnClassesThat(resideInAnyPackage(others)))
        .allowEmptyShould(true)
        .check(project);
  }
}
