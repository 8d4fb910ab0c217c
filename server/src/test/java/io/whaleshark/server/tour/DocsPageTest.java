package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.docs.OpenApiContract;
import io.whaleshark.server.docs.OpenApiContract.Operation;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: everybody may read what describes the API, and a browser asks nobody else for anything.
/// Method: a real server that has no web chat and asks for credentials.
class DocsPageTest {

  private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

  @TempDir private Path folder;
  private TourServer server;

  @BeforeEach
  void start() {
    server =
        new TourServer(
            folder,
            Map.of(
                "WHALESHARK_OPEN_LOGIN", "false",
                "WHALESHARK_APPS_10001_TOKEN_KEYS", "one=hs256:" + "c2VjcmV0".repeat(6),
                "WHALESHARK_WEB", ""));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "/openapi.json, application/json",
    "/asyncapi.json, application/json",
    "/docs, text/html; charset=utf-8",
    "/docs/style.css, text/css; charset=utf-8"
  })
  void everybodyMayReadAndKeepIt(String path, String type) {
    HttpResponse<String> answer = server.http("GET", path, "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo(type);
    assertThat(header(answer, "Cache-Control")).isEqualTo("max-age=3600");
    assertThat(answer.body()).isNotEmpty();
    HttpResponse<String> head = server.http("HEAD", path, "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(server.http("POST", path, "").statusCode()).isEqualTo(405);
  }

  @Test
  void thePageShowsEveryCallAndEveryRefusal() {
    String page = server.http("GET", "/docs", "").body();
    for (Operation call : OpenApiContract.read().operations()) {
      assertThat(page)
          .contains("id=\"" + call.node().get("operationId").stringValue() + "\"")
          .contains("<code>" + call.path() + "</code>");
    }
    OpenApiContract.read()
        .document()
        .path("x-refusals")
        .forEach(refusal ->
            assertThat(page).contains("<code>" + refusal.get("name").stringValue() + "</code>"));
  }

  @Test
  void thePageHasNoScriptAndLoadsNothingFromElsewhere() {
    HttpResponse<String> page = server.http("GET", "/docs", "");
    assertThat(header(page, "Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; ")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("<script").doesNotContain("style=");
    LOADED
        .matcher(page.body())
        .results()
        .forEach(found -> assertThat(found.group(1)).matches("#\\w+|/[a-z./]+"));
    assertThat(server.http("GET", "/docs/style.css", "").body())
        .doesNotContain("url(")
        .doesNotContain("@import");
  }

  /// Every place that the page links to is on it.
  @Test
  void everyLinkOfThePageLeadsSomewhere() {
    String page = server.http("GET", "/docs", "").body();
    LOADED
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .filter(to -> to.startsWith("#"))
        .forEach(to -> assertThat(page).contains("id=\"" + to.substring(1) + "\""));
  }
}
