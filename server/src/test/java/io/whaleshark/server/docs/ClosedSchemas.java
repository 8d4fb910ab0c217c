package io.whaleshark.server.docs;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The schemas of a document, made strict: no object has a field that its schema does not name. So
/// a test sees what the document lacks, where a client only ignores it. Thread-safe.
final class ClosedSchemas {

  private static final String SCHEMAS = "#/components/schemas/";
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode open;
  private final JsonNode closed;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

  /// @param schemas by their names, as components of the document
  ClosedSchemas(JsonNode schemas) {
    open = schemas;
    closed = schemas.deepCopy();
    closed.forEach(this::closeBelow);
  }

  /// What is wrong with a value.
  ///
  /// @param isClosed whether a field that the schema does not name is wrong
  List<?> faults(JsonNode schema, JsonNode value, boolean isClosed) {
    return compiled
        .computeIfAbsent(isClosed + schema.toString(), _ -> compile(schema, isClosed))
        .validate(value);
  }

  /// The names of the fields that a schema has.
  Set<String> fields(JsonNode schema) {
    JsonNode whole = resolved(schema);
    Set<String> fields = new TreeSet<>(whole.path("properties").propertyNames());
    whole.path("allOf").forEach(part -> fields.addAll(fields(part)));
    whole.path("oneOf").forEach(part -> fields.addAll(fields(part)));
    return fields;
  }

  private JsonNode resolved(JsonNode schema) {
    String ref = schema.path("$ref").asString("");
    return ref.startsWith(SCHEMAS) ? open.path(ref.substring(SCHEMAS.length())) : schema;
  }

  private Schema compile(JsonNode schema, boolean isClosed) {
    ObjectNode root = schema.deepCopy().asObject();
    if (isClosed) {
      close(root);
    }
    root.set("$defs", isClosed ? closed : open);
    return REGISTRY.getSchema(root.toString().replace(SCHEMAS, "#/$defs/"));
  }

  private void close(JsonNode schema) {
    if (isOfObjects(schema)) {
      ((ObjectNode) schema).put("unevaluatedProperties", false);
    }
    closeBelow(schema);
  }

  /// A schema that is named stays open, since it may be a part of another one: it is closed where
  /// it is used as a whole.
  private void closeBelow(JsonNode schema) {
    for (Map.Entry<String, JsonNode> field : schema.properties()) {
      JsonNode value = field.getValue();
      if (field.getKey().equals("allOf")) {
        value.forEach(this::closeBelow);
      } else if (value.isArray()) {
        value.forEach(this::close);
      } else {
        close(value);
      }
    }
  }

  private boolean isOfObjects(JsonNode schema) {
    JsonNode whole = resolved(schema);
    return whole.path("properties").isObject() || (schema.has("$ref") && whole.has("allOf"));
  }
}
