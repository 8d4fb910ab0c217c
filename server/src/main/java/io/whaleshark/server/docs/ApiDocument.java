package io.whaleshark.server.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A document that describes the API. It is read when somebody first asks for it, since most
/// servers are never asked. Thread-safe.
public final class ApiDocument {

  private static final String SHARED = "schemas.yaml";

  private final String resource;
  private byte @Nullable [] json; // null until somebody asks

  private ApiDocument(String resource) {
    this.resource = resource;
  }

  /// The OpenAPI document: what is asked over HTTP.
  public static ApiDocument openApi() {
    return new ApiDocument("openapi.yaml");
  }

  /// The AsyncAPI document: the device wire.
  public static ApiDocument asyncApi() {
    return new ApiDocument("asyncapi.yaml");
  }

  /// The document as JSON, with line breaks for people.
  public synchronized byte[] json() {
    if (json == null) {
      json = new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(tree());
    }
    return json;
  }

  /// The document, with the schemas that it shares with others among its components.
  ObjectNode tree() {
    ObjectNode document = read(resource);
    ObjectNode schemas = document.withObject("/components/schemas");
    for (Map.Entry<String, JsonNode> shared : read(SHARED).properties()) {
      if (schemas.putIfAbsent(shared.getKey(), shared.getValue()) != null) {
        throw new IllegalStateException(shared.getKey() + ": in " + resource + " and " + SHARED);
      }
    }
    return document;
  }

  private static ObjectNode read(String resource) {
    try (InputStream in = ApiDocument.class.getResourceAsStream(resource)) {
      return (ObjectNode) new YAMLMapper().readTree(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
