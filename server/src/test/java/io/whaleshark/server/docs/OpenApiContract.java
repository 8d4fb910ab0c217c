package io.whaleshark.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI document, as what answers are held against: an answer has no status, no code and no
/// field that the document does not tell. Thread-safe.
public final class OpenApiContract {

  private static final OpenApiContract INSTANCE = new OpenApiContract();
  private static final int REFUSALS_FROM = 400;

  private final ObjectNode document = ApiDocument.openApi().tree();
  private final ClosedSchemas schemas = new ClosedSchemas(document.at("/components/schemas"));
  private final List<Operation> operations = new ArrayList<>();

  /// A call.
  ///
  /// @param path with variables
  /// @param shared what all methods of the path have in common
  public record Operation(String method, String path, JsonNode shared, JsonNode node) {

    public String name() {
      return method + " " + path;
    }

    private List<JsonNode> parameters(String in) {
      return Stream.of(shared, node)
          .flatMap(place -> place.path("parameters").valueStream())
          .map(OpenApiContract::resolved)
          .filter(parameter -> parameter.get("in").stringValue().equals(in))
          .toList();
    }

    /// The schema of its JSON body, resolved; missing if it has none.
    public JsonNode body() {
      return resolved(json(resolved(node.path("requestBody"))).path("schema"));
    }

    /// The examples of its JSON body.
    public JsonNode bodyExamples() {
      return json(resolved(node.path("requestBody"))).path("examples");
    }

    /// The examples of an answer.
    public JsonNode answerExamples(int status) {
      return json(resolved(node.path("responses").path(Integer.toString(status)))).path("examples");
    }

    /// Its path, with the examples of its parameters.
    public String examplePath() {
      return parameters("path").stream()
          .reduce(
              path,
              (made, parameter) ->
                  made.replace("{" + name(parameter) + "}", parameter.get("example").asString()),
              (made, _) -> made);
    }

    /// The same with its query, if that has examples.
    public String exampleTarget() {
      String query =
          parameters("query").stream()
              .filter(parameter -> parameter.has("example"))
              .map(parameter -> name(parameter) + "=" + parameter.get("example").asString())
              .collect(Collectors.joining("&"));
      return query.isEmpty() ? examplePath() : examplePath() + "?" + query;
    }

    /// The names of the fields of its query.
    public Set<String> query() {
      return parameters("query").stream().map(Operation::name).collect(Collectors.toSet());
    }

    private static String name(JsonNode parameter) {
      return parameter.get("name").stringValue();
    }

    private Pattern pattern() {
      return Pattern.compile(path.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+"));
    }

    private long variables() {
      return path.chars().filter(c -> c == '{').count();
    }
  }

  private OpenApiContract() {
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue().properties().stream()
                .filter(method -> !method.getKey().equals("parameters"))
                .forEach(method ->
                    operations.add(
                        new Operation(
                            method.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            path.getValue(),
                            method.getValue()))));
  }

  public static OpenApiContract read() {
    return INSTANCE;
  }

  /// The document as it is served.
  public ObjectNode document() {
    return document;
  }

  /// All calls, in the order of the document.
  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  private static JsonNode resolved(JsonNode node) {
    String ref = node.path("$ref").asString("");
    return ref.isEmpty() ? node : INSTANCE.document.at(ref.substring(1));
  }

  private static JsonNode json(JsonNode described) {
    return described.path("content").path("application/json");
  }

  /// What a request is a call of; empty if the document has no such call.
  Optional<Operation> find(String method, String target) {
    String path = target.replaceFirst("\\?.*", "");
    return operations.stream()
        .filter(call -> call.method().equals(method) && call.pattern().matcher(path).matches())
        .min(Comparator.comparingLong(Operation::variables));
  }

  /// The codes of the refusals that a call may get.
  Set<Integer> refusals(Operation call) {
    Set<Integer> codes = new HashSet<>();
    document.path("x-refusals-of-any-request").forEach(code -> codes.add(code.intValue()));
    call.node().path("x-refusals").forEach(code -> codes.add(code.intValue()));
    return codes;
  }

  /// An answer of a server.
  public record Answer(int status, String type, String body) {}

  /// Checks the answer to a request, if the document has such a call.
  public void check(String method, String target, Answer answer) {
    find(method, target).ifPresent(call -> check(call, answer));
  }

  private void check(Operation call, Answer answer) {
    String what = call.name() + ": " + answer.status() + " " + answer.body();
    boolean isRefusal = answer.status() >= REFUSALS_FROM;
    JsonNode responses = call.node().path("responses");
    String status = Integer.toString(answer.status());
    JsonNode told = responses.path(!responses.has(status) && isRefusal ? "default" : status);
    assertThat(told.isMissingNode()).as("%s (expected: a status of the document)", what).isFalse();
    String type = answer.type().replaceFirst(";.*", "");
    JsonNode content = resolved(told).path("content");
    assertThat(content.has(type) || (content.isEmpty() && type.isEmpty()))
        .as("%s (expected: a type of the document, not %s)", what, type)
        .isTrue();
    if (!type.endsWith("json")) {
      return;
    }
    JsonNode json = new JsonMapper().readTree(answer.body());
    assertThat(schemas.faults(content.path(type).path("schema"), json, true)).as(what).isEmpty();
    if (isRefusal) {
      assertThat(refusals(call)).as(what).contains(json.path("code").intValue());
    }
  }

  /// What is wrong with an event that a program was told, or a question that it was asked.
  public List<?> faults(JsonNode event) {
    JsonNode told = document.path("webhooks").path(event.path("type").asString(""));
    return told.isMissingNode()
        ? List.of("a type that the document does not tell")
        : schemas.faults(json(told.at("/post/requestBody")).path("schema"), event, true);
  }

  /// What is wrong with a body that the document has as an example.
  public List<?> faults(Operation call, JsonNode body) {
    return schemas.faults(call.body(), body, true);
  }
}
