package io.whaleshark.tidy;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Only reviewed libraries are shipped: the jars of each application match its CycloneDX document,
/// and the libraries in these documents match docs/libraries.md.
class ShippedTest {

  private static final List<String> APPLICATIONS =
      List.of("server", "client", "java-sdk", "bench", "archives");
  private static final String OWN = "io.whaleshark";
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([^ |]+:[^ |]+) \\| ([^ |]+) \\| ([^|]+) \\| ([^|]+) \\|$");
  private static final Pattern CLASSIFIER = Pattern.compile("classifier=([^&]+)");

  private static Path application(String module) {
    return Rules.ROOT.resolve(module).resolve("target/app");
  }

  private static JsonNode document(String application) throws IOException {
    Path path = application(application).resolve("sbom.json");
    assertThat(path).as("is written when %s is packaged", application).exists();
    return new JsonMapper().readTree(Files.readAllBytes(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client", "java-sdk", "bench", "archives"})
  void theDocumentNamesTheJarsThatAreShipped(String application) throws IOException {
    JsonNode document = document(application);
    assertThat(document.get("bomFormat").stringValue()).isEqualTo("CycloneDX");
    NavigableSet<String> named = new TreeSet<>();
    named.add(jar(document.get("metadata").get("component")));
    document.get("components").forEach(component -> named.add(jar(component)));
    try (Stream<Path> jars = Files.list(application(application).resolve("lib"))) {
      assertThat(named)
          .as("components of %s/target/app/sbom.json", application)
          .isEqualTo(
              jars.map(jar -> jar.getFileName().toString()).collect(toCollection(TreeSet::new)));
    }
  }

  private static String jar(JsonNode component) {
    String classifier =
        CLASSIFIER
            .matcher(component.get("purl").stringValue())
            .results()
            .map(match -> "-" + match.group(1))
            .collect(joining());
    return text(component, "name") + "-" + text(component, "version") + classifier + ".jar";
  }

  private static String text(JsonNode component, String field) {
    return component.get(field).stringValue();
  }

  @Test
  void everyLibraryWasLookedAt() throws IOException {
    List<String> shipped = new ArrayList<>();
    for (String application : APPLICATIONS) {
      for (JsonNode component : document(application).get("components")) {
        String library = text(component, "group") + ":" + text(component, "name");
        if (!library.startsWith(OWN + ":")) {
          shipped.add(
              String.join(
                  " | ", library, text(component, "version"), licences(component), application));
        }
      }
    }
    NavigableSet<String> described = new TreeSet<>();
    String page = Files.readString(Rules.ROOT.resolve("docs/libraries.md"));
    ROW.matcher(page)
        .results()
        .forEach(row -> {
          for (String application : row.group(4).split(", ", -1)) {
            described.add(
                String.join(" | ", row.group(1), row.group(2), row.group(3), application));
          }
        });
    assertThat(described)
        .as("rows of docs/libraries.md, compared with what the applications consist of")
        .isEqualTo(new TreeSet<>(shipped));
  }

  private static String licences(JsonNode component) {
    return component
        .get("licenses")
        .valueStream()
        .map(entry -> entry.has("expression") ? entry : entry.get("license"))
        .map(licence ->
            Stream.of("expression", "id", "name")
                .filter(licence::has)
                .findFirst()
                .map(field -> text(licence, field))
                .orElseThrow())
        .collect(joining(" or "));
  }
}
