package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the examples of the server API's page are true. Method: what they send is sent to a real
/// server, in their order, and the answers are compared. Keys and times are others each time: those
/// of the page stand for those of the server.
class ServerApiGuideTest {

  private static final Path PAGE = Path.of("..", "docs", "server-api.md");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?m)^\\$ curl (?:-X ([A-Z]+) )?'?http://[^/ ]+([^' ]+)'?(?: -d '([^']*)')?$");
  private static final Pattern ANSWER = Pattern.compile("\\G\\R([^$`\\r\\n].*)");
  private static final Pattern STAMP = Pattern.compile("\\d{13,}");

  private final Map<String, String> stamps = new HashMap<>();

  @Test
  void theExamplesAreTrue(@TempDir Path folder) throws IOException {
    String page = Files.readString(PAGE);
    List<MatchResult> examples = EXAMPLE.matcher(page).results().toList();
    assertThat(examples).hasSameSizeAs(page.lines().filter(l -> l.startsWith("$ ")).toList());
    try (TourServer server =
        new TourServer(folder, Map.of("WHALESHARK_APP_DEFAULTS_RECEIPTS", "by-user"))) {
      for (MatchResult example : examples) {
        var answer = ANSWER.matcher(page);
        String expected = answer.find(example.end()) ? answer.group(1) : "";
        compare(example.group(), ask(server, example), expected);
      }
    }
  }

  private HttpResponse<String> ask(TourServer server, MatchResult example) {
    String body = example.group(3) == null ? "" : example.group(3);
    String usual = body.isEmpty() ? "GET" : "POST";
    String method = example.group(1) == null ? usual : example.group(1);
    String path =
        STAMP
            .matcher(example.group(2))
            .replaceAll(stamp -> stamps.getOrDefault(stamp.group(), stamp.group()));
    return server.http(method, path, body);
  }

  private void compare(String example, HttpResponse<String> answer, String expected) {
    assertThat(answer.statusCode()).as("%s: %s", example, answer.body()).isLessThan(300);
    assertThat(STAMP.matcher(answer.body()).replaceAll("#"))
        .as(example)
        .isEqualTo(STAMP.matcher(expected).replaceAll("#"));
    List<String> told = stamps(answer.body());
    List<String> shown = stamps(expected);
    for (int i = 0; i < shown.size(); i++) {
      stamps.put(shown.get(i), told.get(i));
    }
  }

  private static List<String> stamps(String text) {
    return new ArrayList<>(STAMP.matcher(text).results().map(MatchResult::group).toList());
  }
}
