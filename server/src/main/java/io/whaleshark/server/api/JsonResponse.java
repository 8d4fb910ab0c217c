package io.whaleshark.server.api;

import io.whaleshark.server.http.Response;
import java.nio.charset.StandardCharsets;

/// Answers in JSON. Stateless.
final class JsonResponse {

  /// The media type.
  static final String TYPE = "application/json";

  private static final int OK = 200;

  private JsonResponse() {}

  static Response of(String json) {
    return Response.of(OK, TYPE, json.getBytes(StandardCharsets.UTF_8));
  }
}
