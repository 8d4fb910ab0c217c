package io.whaleshark.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Arrows point downwards in the compiled classes too, not only between the modules' poms.
class ArchitectureTest {

  private static final String CORE = "io.whaleshark.core..";
  private static final String PROTOCOL = "io.whaleshark.protocol..";

  private static JavaClasses project = new ClassFileImporter().importClasses();

  @BeforeAll
  static void read() {
    project = new ClassFileImporter().importPackages("io.whaleshark");
    assertThat(project).as("classes that could be read").hasSizeGreaterThan(100);
  }

  @Test
  void coreNeedsNothingButTheJdk() {
    classes()
        .that()
        .resideInAPackage(CORE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(CORE, "java..", "org.jspecify..")
        .check(project);
  }

  @Test
  void protocolNeedsNothingButBuffersAndJson() {
    classes()
        .that()
        .resideInAPackage(PROTOCOL)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            PROTOCOL, "java..", "io.netty.buffer..", "tools.jackson..", "org.jspecify..")
        .check(project);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "protocol", "engine", "client", "server"})
  void packagesOfAModuleHaveNoCycle(String module) {
    slices()
        .matching("io.whaleshark." + module + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(project);
  }
}
