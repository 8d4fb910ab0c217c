package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.whaleshark.server.config.ClusterConfig;
import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The files in `deploy` fit the server, and what reads them: every setting is one, Kubernetes
/// knows every field, and the dashboard shows every metric.
class DeployTest {

  private static final Path DEPLOY = Rules.ROOT.resolve("deploy");
  private static final String TOKEN_KEYS = "WHALESHARK_APP_DEFAULTS_TOKEN_KEYS";
  private static final String A_KEY = "first=hs256:" + "A".repeat(43);
  private static final Pattern METRIC_ROW =
      Pattern.compile("(?m)^\\| *`whaleshark\\.[a-z.]+` *\\| *`(whaleshark_[a-z_]+)`");
  private static final Pattern METRIC_SHOWN = Pattern.compile("whaleshark_[a-z_]+");

  /// Checks a document against the schema of its kind.
  private interface Schema {
    void check(JsonElement document) throws IOException;
  }

  private static final Map<String, Schema> SCHEMAS =
      Map.of(
          "ConfigMap", V1ConfigMap::validateJsonElement,
          "Deployment", V1Deployment::validateJsonElement,
          "Service", V1Service::validateJsonElement,
          "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

  @TempDir private Path folder = Path.of("");

  private static List<JsonNode> yaml(String file) throws IOException {
    YAMLMapper mapper = new YAMLMapper();
    List<JsonNode> documents = new ArrayList<>();
    for (String text : Files.readString(DEPLOY.resolve(file)).split("(?m)^---$", -1)) {
      documents.add(mapper.readTree(text));
    }
    return documents;
  }

  /// The documents of the Kubernetes file by kind; each is there once.
  private static Map<String, JsonNode> kubernetes() throws IOException {
    return yaml("kubernetes/whaleshark.yaml").stream()
        .collect(Collectors.toMap(document -> text(document, "/kind"), document -> document));
  }

  private static JsonNode kubernetes(String kind) throws IOException {
    return Optional.ofNullable(kubernetes().get(kind)).orElseThrow();
  }

  private static String text(JsonNode node, String pointer) {
    assertThat(node.at(pointer).isString()).as("%s of %s", pointer, node).isTrue();
    return node.at(pointer).stringValue();
  }

  private static List<JsonNode> list(JsonNode node, String pointer) {
    return StreamSupport.stream(node.at(pointer).spliterator(), false).toList();
  }

  private static NavigableSet<String> texts(JsonNode node, String pointer, String field) {
    return list(node, pointer).stream()
        .map(each -> text(each, field))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static NavigableSet<String> variables() {
    return ServerConfig.keys().stream()
        .map(key -> "WHALESHARK_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theServerTakesTheSettingsOfCompose() throws IOException {
    JsonNode compose = yaml("compose.yaml").getFirst();
    Map<String, String> environment = new HashMap<>();
    compose
        .at("/services/node/environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asString()));
    assertThat(variables()).containsAll(environment.keySet());
    assertThat(environment.put(TOKEN_KEYS, A_KEY)).startsWith("${" + TOKEN_KEYS + ":?");
    String file = environment.get("WHALESHARK_POSTGRES_PASSWORD_FILE");
    assertThat(file).isEqualTo("/run/secrets/postgres-password");
    environment.put(
        "WHALESHARK_POSTGRES_PASSWORD_FILE",
        Files.writeString(folder.resolve("password"), "secret").toString());
    assertThat(ServerConfig.read(null, environment).engine()).isInstanceOf(ClusterConfig.class);
  }

  @Test
  void whatServicesOfComposeUseIsThere() throws IOException {
    JsonNode compose = yaml("compose.yaml").getFirst();
    for (Map.Entry<String, JsonNode> service : compose.at("/services").properties()) {
      assertThat(service.getValue().propertyNames()).as(service.getKey()).contains("image");
      for (JsonNode secret : list(service.getValue(), "/secrets")) {
        assertThat(compose.at("/secrets").has(secret.stringValue())).isTrue();
      }
      for (JsonNode volume : list(service.getValue(), "/volumes")) {
        assertThat(compose.at("/volumes").has(volume.stringValue().split(":", 2)[0])).isTrue();
      }
      service
          .getValue()
          .at("/depends_on")
          .propertyNames()
          .forEach(other -> assertThat(compose.at("/services").has(other)).isTrue());
    }
    Path build = DEPLOY.resolve(text(compose, "/services/node/build/context")).normalize();
    assertThat(build.resolve(text(compose, "/services/node/build/dockerfile"))).exists();
  }

  @Test
  void whatTheImageCopiesIsBuilt() throws IOException {
    List<Path> copied =
        Pattern.compile("(?m)^COPY --from=build /src/(\\S+)")
            .matcher(Files.readString(DEPLOY.resolve("Dockerfile")))
            .results()
            .map(match -> Rules.ROOT.resolve(match.group(1)))
            .toList();
    assertThat(copied).hasSize(3).contains(Rules.ROOT.resolve("launcher/jvm.options"));
    assertThat(Rules.ROOT.resolve("launcher/jvm.options")).exists();
  }

  @Test
  void kubernetesKnowsEveryField() throws IOException {
    Map<String, JsonNode> documents = kubernetes();
    assertThat(documents.keySet()).isEqualTo(SCHEMAS.keySet());
    for (Map.Entry<String, JsonNode> document : documents.entrySet()) {
      Schema schema = Optional.ofNullable(SCHEMAS.get(document.getKey())).orElseThrow();
      schema.check(JsonParser.parseString(document.getValue().toString()));
    }
  }

  @Test
  void theDocumentsOfKubernetesFitOneAnother() throws IOException {
    JsonNode deployment = kubernetes("Deployment");
    JsonNode labels = deployment.at("/spec/template/metadata/labels");
    assertThat(deployment.at("/spec/selector/matchLabels")).isEqualTo(labels);
    JsonNode service = kubernetes("Service");
    assertThat(service.at("/spec/selector")).isEqualTo(labels);
    assertThat(kubernetes("PodDisruptionBudget").at("/spec/selector/matchLabels"))
        .isEqualTo(labels);
    String container = "/spec/template/spec/containers/0";
    assertThat(texts(deployment, container + "/ports", "/name"))
        .isEqualTo(texts(service, "/spec/ports", "/targetPort"));
    assertThat(texts(deployment, "/spec/template/spec/volumes", "/name"))
        .isEqualTo(texts(deployment, container + "/volumeMounts", "/name"));
    assertThat(variables()).containsAll(texts(deployment, container + "/env", "/name"));
  }

  @Test
  void theServerTakesTheSettingsOfKubernetes() throws IOException {
    JsonNode configMap = kubernetes("ConfigMap");
    Path password = Files.writeString(folder.resolve("password"), "secret");
    String settings = text(configMap, "/data/whaleshark.yaml");
    String mounted = "/etc/whaleshark/secrets/\\w+-password";
    Path file =
        Files.writeString(
            folder.resolve("whaleshark.yaml"), settings.replaceAll(mounted, password.toString()));
    assertThat(ServerConfig.read(file, Map.of(TOKEN_KEYS, A_KEY)).engine())
        .isInstanceOf(ClusterConfig.class);
  }

  @Test
  void theDashboardShowsEveryMetricAndNoOther() throws IOException {
    JsonNode dashboard =
        new JsonMapper().readTree(Files.readString(DEPLOY.resolve("grafana/whaleshark.json")));
    NavigableSet<String> shown = new TreeSet<>();
    for (JsonNode panel : list(dashboard, "/panels")) {
      for (JsonNode target : list(panel, "/targets")) {
        METRIC_SHOWN
            .matcher(text(target, "/expr"))
            .results()
            .map(MatchResult::group)
            .forEach(shown::add);
      }
    }
    String operations = Files.readString(Rules.ROOT.resolve("docs/operations.md"));
    assertThat(shown)
        .isEqualTo(
            METRIC_ROW
                .matcher(operations)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new)));
  }
}
