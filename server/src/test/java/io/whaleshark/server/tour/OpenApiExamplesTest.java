package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.docs.OpenApiContract;
import io.whaleshark.server.docs.OpenApiContract.Operation;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Goal: the examples of `/openapi.json` are true. Method: they are sent to one real server: what
/// puts, then what posts, what asks, and from the last to the first what takes away. The answers
/// are those of the document. Keys and times are others each time: those of the document stand for
/// those of the server.
class OpenApiExamplesTest {

  private static final Pattern STAMP = Pattern.compile("\\d{13,}");
  private static final OpenApiContract CONTRACT = OpenApiContract.read();

  @TempDir private Path folder;
  private final Map<String, String> stamps = new HashMap<>();

  private static List<Operation> story() {
    List<Operation> story = new ArrayList<>();
    for (String method : List.of("PUT", "POST", "GET")) {
      story.addAll(
          calls(call -> call.method().equals(method) && isTold(call.path()) && !isEdit(call)));
    }
    story.addAll(calls(OpenApiExamplesTest::isEdit)); // what is shown was not edited yet
    story.addAll(calls(call -> call.method().equals("DELETE")).reversed());
    return story;
  }

  private static boolean isEdit(Operation call) {
    return call.method().equals("PUT") && call.path().contains("/messages/{messageKey}");
  }

  /// The server of the story has no webhooks: those are the subject of another test.
  private static boolean isTold(String path) {
    return !path.equals("/ws") && !path.contains("/webhooks/");
  }

  private static List<Operation> calls(Predicate<Operation> which) {
    return CONTRACT.operations().stream().filter(which).toList();
  }

  @Test
  void theExamplesAreTrue() {
    int compared = 0;
    try (TourServer server =
            new TourServer(folder, Map.of("WHALESHARK_APP_DEFAULTS_RECEIPTS", "by-user"));
        WireClient bob = server.phone("bob-phone")) {
      bob.logIn("bob");
      for (Operation call : story()) {
        JsonNode bodies = call.bodyExamples();
        if (bodies.isMissingNode()) {
          HttpResponse<String> answer =
              server.http(call.method(), stamped(call.exampleTarget()), "");
          compared += compare(call, answer, call.answerExamples(answer.statusCode()));
        }
        for (Map.Entry<String, JsonNode> body : bodies.properties()) {
          JsonNode value = body.getValue().get("value");
          assertThat(CONTRACT.faults(call, value)).as(call.name()).isEmpty();
          HttpResponse<String> answer =
              server.http(call.method(), stamped(call.exampleTarget()), stamped(value.toString()));
          JsonNode expected = call.answerExamples(answer.statusCode()).path(body.getKey());
          compared += compare(call, answer, expected);
        }
      }
    }
    assertThat(compared).isGreaterThan(15);
  }

  private String stamped(String text) {
    return STAMP
        .matcher(text)
        .replaceAll(stamp -> stamps.getOrDefault(stamp.group(), stamp.group()));
  }

  /// @param examples the one that belongs to the body, or all
  /// @return how many were compared
  private int compare(Operation call, HttpResponse<String> answer, JsonNode examples) {
    assertThat(answer.statusCode()).as("%s: %s", call.name(), answer.body()).isLessThan(300);
    JsonNode example = examples.has("value") ? examples : first(examples);
    if (example.isMissingNode()) {
      return 0;
    }
    String expected = example.get("value").toString();
    JsonNode told = WireClient.json(answer.body());
    assertThat(WireClient.json(unstamped(told.toString())))
        .as(call.name())
        .isEqualTo(WireClient.json(unstamped(expected)));
    List<String> shown = stamps(expected);
    List<String> real = stamps(example.get("value"), told);
    for (int i = 0; i < shown.size(); i++) {
      stamps.put(shown.get(i), real.get(i));
    }
    return 1;
  }

  private static JsonNode first(JsonNode examples) {
    return examples.isEmpty() ? examples.path("none") : examples.iterator().next();
  }

  private static String unstamped(String text) {
    return STAMP.matcher(text).replaceAll("0");
  }

  private static List<String> stamps(String text) {
    return STAMP.matcher(text).results().map(MatchResult::group).collect(Collectors.toList());
  }

  /// The stamps of an answer, in the order that the example has its own in.
  private static List<String> stamps(JsonNode example, JsonNode told) {
    List<String> found = new ArrayList<>();
    if (example.isIntegralNumber()) {
      found.addAll(stamps(example.toString()).isEmpty() ? List.of() : List.of(told.toString()));
    }
    for (int i = 0; i < example.size() && example.isArray(); i++) {
      found.addAll(stamps(example.get(i), told.get(i)));
    }
    example
        .properties()
        .forEach(field -> found.addAll(stamps(field.getValue(), told.get(field.getKey()))));
    return found;
  }
}
