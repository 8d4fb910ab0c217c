package io.whaleshark.server.docs;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes the page that shows the OpenAPI document. Confined to one thread.
final class PageWriter {

  private static final String ANYBODY = "Anybody may call it.";

  private final Html html = new Html();
  private final JsonNode document;
  private final SchemaView schemas;
  private final Map<Integer, JsonNode> refusals = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();

  /// @param shared what all methods of its path have in common
  private record Call(String method, String path, JsonNode shared, JsonNode node) {
    String id() {
      return node.path("operationId").asString();
    }

    String summary() {
      return node.path("summary").asString();
    }

    boolean has(String tag) {
      return node.path("tags").get(0).asString().equals(tag);
    }
  }

  private PageWriter(JsonNode document) {
    this.document = document;
    schemas = new SchemaView(document, html);
    document.path("x-refusals").forEach(each -> refusals.put(each.path("code").asInt(), each));
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (!method.getKey().equals("parameters")) {
          String name = method.getKey().toUpperCase(Locale.ROOT);
          calls.add(new Call(name, path.getKey(), path.getValue(), method.getValue()));
        }
      }
    }
  }

  /// The page as HTML.
  ///
  /// @param style where its style sheet is
  static String html(JsonNode document, String style) {
    PageWriter page = new PageWriter(document);
    page.write(style);
    return page.html.toString();
  }

  private void write(String style) {
    String title = document.at("/info/title").asString();
    html.in(
        "html",
        () -> {
          html.in(
              "head",
              () -> {
                html.single("meta", "charset", "utf-8");
                html.single(
                    "meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
                html.with("title", title);
                html.single("link", "rel", "stylesheet", "href", style);
              });
          html.in(
              "body",
              () -> {
                html.with("a", "Skip to the calls", "class", "skip", "href", "#calls");
                html.in("nav", this::contents, "aria-label", "Calls");
                html.in("main", () -> main(title), "id", "calls", "tabindex", "-1");
              });
        },
        "lang",
        "en");
  }

  private void contents() {
    for (JsonNode tag : document.path("tags")) {
      String name = tag.path("name").asString();
      html.in("p", () -> html.link("#" + name, name));
      html.in(
          "ul",
          () ->
              calls.stream()
                  .filter(call -> call.has(name))
                  .forEach(
                      call -> html.in("li", () -> html.link("#" + call.id(), call.summary()))));
    }
    html.in("p", () -> html.link("#refusals", "Refusals"));
    html.in("p", () -> html.link("#schemas", "Schemas"));
  }

  private void main(String title) {
    html.with("h1", title);
    html.prose(document.at("/info/description").asString());
    html.in(
        "p",
        () -> {
          html.text("The same for programs: ").link("/openapi.json", "openapi.json");
          html.line(". The examples need two variables:");
        });
    html.with(
        "pre",
        "SERVER=http://127.0.0.1:18000\nKEY=…   # the admin key, or a user's token",
        "tabindex",
        "0");
    for (JsonNode tag : document.path("tags")) {
      String name = tag.path("name").asString();
      html.in(
          "section",
          () -> {
            html.with("h2", name, "id", name);
            html.prose(tag.path("description").asString(""));
            calls.stream()
                .filter(call -> call.has(name))
                .forEach(call -> html.in("article", () -> show(call), "id", call.id()));
          });
    }
    html.in("section", this::allRefusals);
    html.in("section", this::allSchemas);
  }

  private void show(Call call) {
    html.with("h3", call.summary());
    html.in(
        "p",
        () ->
            html.with("b", call.method(), "class", call.method())
                .text(" ")
                .with("code", call.path()),
        "class",
        "call");
    html.prose(call.node().path("description").asString(""));
    html.in("p", () -> html.text(who(call)), "class", "note");
    parameters(call);
    JsonNode body = json(schemas.resolved(call.node().path("requestBody")));
    if (body.has("schema")) {
      html.with("h4", "Body");
      schemas.show(schemas.resolved(body.path("schema")));
    }
    examples(call, body.path("examples"));
    answers(call);
    refusals(call);
  }

  private String who(Call call) {
    JsonNode security = call.node().path("security");
    boolean isOpen = call.node().has("security") && security.isEmpty();
    if (isOpen) {
      return ANYBODY;
    }
    return security.valueStream().anyMatch(way -> way.has("userToken"))
        ? "With the admin key, or a user's token."
        : "With the admin key.";
  }

  private List<JsonNode> parameters(Call call, String place) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode node : List.of(call.shared(), call.node())) {
      node.path("parameters").forEach(each -> found.add(schemas.resolved(each)));
    }
    return found.stream().filter(each -> each.path("in").asString().equals(place)).toList();
  }

  private void parameters(Call call) {
    List<JsonNode> query = parameters(call, "query");
    if (query.isEmpty()) {
      return;
    }
    html.with("h4", "Query");
    html.in(
        "table",
        () -> {
          schemas.head("field", "type", "meaning");
          html.in("tbody", () -> query.forEach(this::parameter));
        });
  }

  private void parameter(JsonNode parameter) {
    JsonNode schema = parameter.path("schema");
    boolean isRequired = parameter.path("required").asBoolean(false);
    schemas.row(
        parameter.path("name").asString(),
        isRequired,
        parameter.has("description")
            ? schema
                .deepCopy()
                .asObject()
                .put("description", parameter.path("description").asString())
            : schema);
  }

  private static JsonNode json(JsonNode described) {
    return described.path("content").path("application/json");
  }

  private void examples(Call call, JsonNode bodies) {
    if (call.path().equals("/ws")) {
      return; // no call of curl
    }
    html.with("h4", "Example");
    if (bodies.isEmpty()) {
      example(call, "", "");
    }
    for (Map.Entry<String, JsonNode> body : bodies.properties()) {
      String summary = body.getValue().path("summary").asString("");
      if (!summary.isEmpty()) {
        html.with("p", summary + ":");
      }
      example(call, body.getKey(), body.getValue().path("value").toString());
    }
  }

  /// @param name of the answer's example; empty for the only one
  private void example(Call call, String name, String body) {
    StringBuilder command = new StringBuilder("curl ");
    if (!call.method().equals(body.isEmpty() ? "GET" : "POST")) {
      command.append("-X ").append(call.method()).append(' ');
    }
    command.append("\"$SERVER").append(target(call)).append('"');
    if (!who(call).equals(ANYBODY)) {
      command.append(" \\\n  -H \"Authorization: Bearer $KEY\"");
    }
    if (!body.isEmpty()) {
      command.append(" \\\n  -d '").append(body).append('\'');
    }
    html.with("pre", command.toString(), "tabindex", "0");
    for (JsonNode answer : call.node().path("responses")) {
      JsonNode examples = json(answer).path("examples");
      JsonNode shown =
          name.isEmpty()
              ? examples.valueStream().findFirst().orElse(examples)
              : examples.path(name);
      if (shown.has("value")) {
        html.with("pre", pretty(shown.path("value")), "tabindex", "0", "class", "answer");
      }
    }
  }

  private String target(Call call) {
    String path = call.path();
    for (JsonNode parameter : parameters(call, "path")) {
      String name = parameter.path("name").asString();
      path = path.replace("{" + name + "}", parameter.path("example").asString());
    }
    String query =
        parameters(call, "query").stream()
            .filter(parameter -> parameter.has("example"))
            .map(parameter ->
                parameter.path("name").asString()
                    + "="
                    + URLEncoder.encode(
                        parameter.path("example").asString(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static String pretty(JsonNode value) {
    return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  private void answers(Call call) {
    html.with("h4", "Answer");
    html.in(
        "ul",
        () ->
            call.node().path("responses").properties().stream()
                .filter(answer -> !answer.getKey().equals("default"))
                .forEach(
                    answer -> html.in("li", () -> answer(answer.getKey(), answer.getValue()))));
  }

  private void answer(String status, JsonNode answer) {
    html.with("b", status).text(" ").line(answer.path("description").asString()).text(" ");
    JsonNode schema = json(answer).path("schema");
    if (schema.has("$ref")) {
      schemas.type(schema);
    } else if (schema.has("properties")) {
      schemas.show(schema);
    }
  }

  private void refusals(Call call) {
    JsonNode codes = call.node().path("x-refusals");
    if (codes.isEmpty()) {
      return;
    }
    html.in(
        "details",
        () -> {
          html.with("summary", "Refusals, besides those of any request");
          table(
              codes
                  .valueStream()
                  .map(code -> Objects.requireNonNull(refusals.get(code.asInt())))
                  .toList());
        });
  }

  private void table(Iterable<JsonNode> shown) {
    html.in(
        "table",
        () -> {
          schemas.head("code", "name", "meaning");
          html.in("tbody", () -> shown.forEach(this::refusal));
        });
  }

  private void refusal(JsonNode refusal) {
    String again = refusal.path("again").asBoolean(false) ? " Try again later." : "";
    html.in(
        "tr",
        () -> {
          html.with("td", refusal.path("code").asString());
          html.in("td", () -> html.with("code", refusal.path("name").asString()));
          html.in("td", () -> html.line(refusal.path("meaning").asString() + again));
        });
  }

  private void allRefusals() {
    html.with("h2", "Refusals", "id", "refusals");
    html.in(
        "p",
        () -> {
          html.text("A refusal is a problem document: ");
          html.link("#Problem", "Problem").text(". Any request may get these: ");
          html.text(
              document
                  .path("x-refusals-of-any-request")
                  .valueStream()
                  .map(JsonNode::asString)
                  .collect(Collectors.joining(", ", "", ".")));
        });
    table(document.path("x-refusals"));
  }

  private void allSchemas() {
    html.with("h2", "Schemas", "id", "schemas");
    for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
      html.in(
          "article",
          () -> {
            html.with("h3", schema.getKey());
            schemas.show(schema.getValue());
          },
          "id",
          schema.getKey());
    }
  }
}
