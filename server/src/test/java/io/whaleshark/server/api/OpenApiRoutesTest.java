package io.whaleshark.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.docs.OpenApiContract;
import io.whaleshark.server.docs.OpenApiContract.Operation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: `/openapi.json` has all calls that there are, with all their fields, and no others.
/// Method: the routes of a real HTTP port; and a field that nobody knows, which is refused with the
/// names of all that are known.
class OpenApiRoutesTest {

  /// For people, not for programs.
  private static final Set<String> PAGES = Set.of("GET /", "GET /docs", "GET /docs/style.css");

  /// Where the calls of a backend are.
  private static final String APP = "/v1/apps/";

  private static final Pattern KNOWN_FIELDS =
      Pattern.compile("notAField: unknown \\(expected: ([^)]*)\\)");

  private HttpNode node;

  @BeforeEach
  void start() throws IOException {
    node = new HttpNode();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void everyRouteIsInTheDocumentAndNothingElse() {
    SortedSet<String> routes = new TreeSet<>(node.routes());
    assertThat(routes).containsAll(PAGES);
    routes.removeAll(PAGES);
    SortedSet<String> told = new TreeSet<>();
    OpenApiContract.read().operations().forEach(call -> told.add(call.name()));
    assertThat(told).isEqualTo(routes);
  }

  /// The fields that a refusal of another one names; none if that was not the reason.
  private static Set<String> known(HttpResponse<String> answer) {
    return KNOWN_FIELDS
        .matcher(answer.body())
        .results()
        .map((MatchResult found) -> found.group(1))
        .filter(names -> !names.equals("no query"))
        .flatMap(names -> Arrays.stream(names.split(", ", -1)))
        .collect(Collectors.toSet());
  }

  private void createGroup() {
    String body = "{\"ownerId\":\"alice\"}";
    assertThat(node.ask("PUT", "/v1/apps/10001/groups/team", body).statusCode()).isEqualTo(201);
  }

  @Test
  void theDocumentHasEveryFieldOfEveryBody() {
    createGroup();
    int closed = 0;
    for (Operation call : OpenApiContract.read().operations()) {
      if (call.body().path("additionalProperties").asBoolean(true)) {
        continue; // it has no body, or ignores what it does not know
      }
      HttpResponse<String> answer =
          node.ask(call.method(), call.examplePath(), "{\"notAField\":1}");
      assertThat(known(answer))
          .as("%s: %s", call.name(), answer.body())
          .isEqualTo(Set.copyOf(call.body().get("properties").propertyNames()));
      closed++;
    }
    assertThat(closed).isGreaterThan(5);
  }

  @Test
  void theDocumentHasEveryFieldOfEveryQuery() {
    createGroup();
    int asked = 0;
    List<Operation> calls = new ArrayList<>(OpenApiContract.read().operations());
    calls.sort(Comparator.comparing(call -> call.method().equals("DELETE"))); // they come last
    for (Operation call : calls) {
      if (call.path().equals("/ws")) {
        continue;
      }
      HttpResponse<String> answer =
          node.ask(call.method(), call.examplePath() + "?notAField=1", "");
      assertThat(known(answer)).as("%s: %s", call.name(), answer.body()).isEqualTo(call.query());
      if (call.path().startsWith(APP)) {
        assertThat(answer.body()).as(call.name()).contains("notAField: unknown (expected: ");
      }
      asked += call.query().isEmpty() ? 0 : 1;
    }
    assertThat(asked).isGreaterThan(5);
  }

  @Test
  void aCallThatSaysAllInItsPathRefusesABodyWithFields() {
    createGroup();
    int asked = 0;
    for (Operation call : OpenApiContract.read().operations()) {
      if (!call.path().startsWith(APP)
          || call.method().equals("GET")
          || !call.body().isMissingNode()) {
        continue;
      }
      HttpResponse<String> answer =
          node.ask(call.method(), call.examplePath(), "{\"notAField\":1}");
      assertThat(answer.body()).as(call.name()).contains("notAField: unknown");
      asked++;
    }
    assertThat(asked).isGreaterThan(5);
  }
}
