package io.whaleshark.server.api;

import io.whaleshark.server.docs.ApiDocument;
import io.whaleshark.server.docs.DocsPage;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;

/// Serves what describes the API. Anybody may read it.
final class DocsRoutes {

  private static final int OK = 200;
  private static final String KEPT = "max-age=3600";
  private static final String STYLE = "/docs/style.css";

  private final ApiDocument openApi = ApiDocument.openApi();
  private final ApiDocument asyncApi = ApiDocument.asyncApi();
  private final DocsPage page = new DocsPage(STYLE);
  private final PageHeaders headers;

  DocsRoutes(PageHeaders headers) {
    this.headers = headers;
  }

  void add(Router router) {
    router.add("GET", "/openapi.json", _ -> json(openApi));
    router.add("GET", "/asyncapi.json", _ -> json(asyncApi));
    router.add("GET", "/docs", request -> part(request, "text/html; charset=utf-8", page.html()));
    router.add("GET", STYLE, request -> part(request, "text/css; charset=utf-8", page.style()));
  }

  private static Response json(ApiDocument document) {
    return Response.of(OK, JsonResponse.TYPE, document.json()).with("Cache-Control", KEPT);
  }

  private Response part(ServerRequest request, String type, byte[] content) {
    return headers.add(request, Response.of(OK, type, content)).with("Cache-Control", KEPT);
  }
}
