package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a client that a public generator makes of `/openapi.json` compiles, and works. Method:
/// OpenAPI Generator reads the document of a real server and writes a client in Java, with which
/// `GeneratedClientTour.txt` makes a tour of that server. The generator's jar, which the build puts
/// into `target`, has the libraries that the client needs.
class GeneratedClientTest {

  private static final Path GENERATOR =
      Path.of("target", "client-generator", "openapi-generator-cli.jar");
  private static final String TOUR = "GeneratedClientTour";
  private static final int MINUTES_AT_MOST = 5;

  /// The one that is not in the generator's jar.
  private static final String ANNOTATION =
      "package javax.annotation; public @interface Generated { String[] value(); String comments()"
          + " default \"\"; }";

  @TempDir private Path folder;

  @Test
  void aGeneratedClientCompilesAndMakesATour() throws IOException, InterruptedException {
    assertThat(GENERATOR).as("what Maven copies before the tests").exists();
    try (TourServer server = new TourServer(folder.resolve("data"), Map.of())) {
      String url = "http://127.0.0.1:" + server.httpPort();
      Path sources = folder.resolve("client");
      generate(url + "/openapi.json", sources);
      Path classes = folder.resolve("classes");
      compile(sources, classes);
      assertThat(java("-cp", classes + ":" + GENERATOR, TOUR, url)).contains("the tour is over");
    }
  }

  private void generate(String document, Path sources) throws IOException, InterruptedException {
    String _ =
        java(
            "-jar",
            GENERATOR.toString(),
            "generate",
            "-i",
            document,
            "-g",
            "java",
            "--library",
            "native",
            "-o",
            sources.toString(),
            "--global-property",
            "apis,models,supportingFiles,apiTests=false,modelTests=false",
            "-p",
            "openApiNullable=false,annotationLibrary=none,hideGenerationTimestamp=true",
            "-p",
            "invokerPackage=generated,apiPackage=generated.api,modelPackage=generated.model");
  }

  private static void compile(Path client, Path classes) throws IOException {
    Path own = Files.createDirectories(client.resolve("own"));
    Files.writeString(own.resolve("Generated.java"), ANNOTATION);
    try (InputStream tour = GeneratedClientTest.class.getResourceAsStream(TOUR + ".txt")) {
      Files.write(own.resolve(TOUR + ".java"), Objects.requireNonNull(tour, TOUR).readAllBytes());
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-nowarn", "-proc:none", "-d", classes.toString(), "-cp", GENERATOR.toString()));
    arguments.addAll(sources(client.resolve("src/main/java")));
    arguments.addAll(sources(own));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int faults =
        ToolProvider.getSystemJavaCompiler()
            .run(null, said, said, arguments.toArray(String[]::new));
    assertThat(faults).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }

  private static List<String> sources(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.map(Path::toString).filter(path -> path.endsWith(".java")).toList();
    }
  }

  /// Runs Java and returns what it said.
  private String java(String... arguments) throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "java", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      boolean hasEnded = process.waitFor(MINUTES_AT_MOST, TimeUnit.MINUTES);
      String said = Files.readString(log);
      assertThat(hasEnded).as(said).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
