package io.whaleshark.server.api;

import io.whaleshark.server.docs.ApiDocument;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;

/// Serves what describes the API. Anybody may read it.
final class DocsRoutes {

  private static final int OK = 200;
  private static final String KEPT = "max-age=3600";

  private final ApiDocument openApi = ApiDocument.openApi();

  void add(Router router) {
    router.add("GET", "/openapi.json", _ -> json(openApi));
  }

  private static Response json(ApiDocument document) {
    return Response.of(OK, JsonResponse.TYPE, document.json()).with("Cache-Control", KEPT);
  }
}
