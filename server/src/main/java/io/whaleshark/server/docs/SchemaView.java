package io.whaleshark.server.docs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Shows the schemas of a document to people: in a table where they have fields, in words where
/// they have none. Confined to one thread.
final class SchemaView {

  private static final long LARGEST = (1L << 53) - 1;
  private static final String SCHEMAS = "#/components/schemas/";

  private final JsonNode document;
  private final Html html;

  SchemaView(JsonNode document, Html html) {
    this.document = document;
    this.html = html;
  }

  /// What a reference leads to; any other node is what it is.
  JsonNode resolved(JsonNode node) {
    String ref = node.path("$ref").asString("");
    return ref.isEmpty() ? node : document.at(ref.substring(1));
  }

  /// Shows the description of a schema, and its fields or what it admits.
  void show(JsonNode schema) {
    html.prose(schema.path("description").asString(""));
    if (schema.has("anyOf")) {
      html.in("p", () -> choice(schema.path("anyOf")));
    }
    for (JsonNode part : schema.path("allOf")) {
      if (part.has("$ref")) {
        html.in(
            "p",
            () -> {
              html.text("All fields of ");
              type(part);
              html.text(", and:");
            });
      } else {
        table(part);
      }
    }
    if (schema.has("properties")) {
      table(schema);
    } else if (!schema.has("anyOf") && !schema.has("allOf")) {
      html.in("p", () -> type(schema));
    }
  }

  private void choice(JsonNode several) {
    html.text("One of: ");
    String between = "";
    for (JsonNode one : several) {
      html.text(between);
      type(one);
      between = ", ";
    }
  }

  private void table(JsonNode schema) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.stringValue()));
    html.in(
        "table",
        () -> {
          head("field", "type", "meaning");
          html.in(
              "tbody",
              () ->
                  schema
                      .path("properties")
                      .properties()
                      .forEach(field ->
                          row(
                              field.getKey(),
                              required.contains(field.getKey()),
                              field.getValue())));
        });
  }

  /// The head of a table.
  void head(String... names) {
    html.in(
        "thead",
        () ->
            html.in(
                "tr", () -> List.of(names).forEach(name -> html.with("th", name, "scope", "col"))));
  }

  /// A row that describes a field or a parameter.
  void row(String name, boolean isRequired, JsonNode schema) {
    html.in(
        "tr",
        () -> {
          html.in(
              "td",
              () -> {
                html.with("code", name);
                if (!isRequired) {
                  html.with("span", " optional", "class", "note");
                }
              });
          html.in("td", () -> type(schema));
          html.in("td", () -> html.line(schema.path("description").asString("")));
        });
  }

  /// Names a schema, by a link to where it is shown, or says what it admits.
  void type(JsonNode schema) {
    String ref = schema.path("$ref").asString("");
    if (ref.startsWith(SCHEMAS)) {
      String name = ref.substring(SCHEMAS.length());
      html.link("#" + name, name);
    } else if (schema.path("type").asString("").equals("array")) {
      html.text(
          schema.has("maxItems")
              ? "at most " + schema.path("maxItems").asString() + " of "
              : "several of ");
      type(schema.path("items"));
    } else {
      html.text(words(schema));
    }
  }

  private static String words(JsonNode schema) {
    if (schema.has("const")) {
      return schema.path("const").asString();
    }
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false)
          .map(JsonNode::asString)
          .collect(Collectors.joining(", "));
    }
    return switch (schema.path("type").asString("")) {
      case "integer" -> "integer" + range(schema);
      case "string" -> "text" + length(schema);
      case "boolean" -> "true or false";
      case "object" -> "object";
      default -> "any JSON value";
    };
  }

  private static String range(JsonNode schema) {
    long least = schema.path("minimum").asLong(0);
    if (!schema.has("maximum")) {
      return " from "
          + least
          + (schema.has("default") ? ", by default " + schema.path("default").asLong() : "");
    }
    long most = schema.path("maximum").asLong();
    return " " + least + ".." + (most == LARGEST ? "2^53 − 1" : Long.toString(most));
  }

  private static String length(JsonNode schema) {
    return schema.has("maxLength")
        ? " of "
            + schema.path("minLength").asInt(0)
            + ".."
            + schema.path("maxLength").asInt()
            + " characters"
        : "";
  }
}
