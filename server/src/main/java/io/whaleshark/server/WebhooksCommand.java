package io.whaleshark.server;

import io.whaleshark.cli.Usage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tells how the webhooks of an app stand, tests one, or has one told again. Asks a running server:
/// any node of a cluster will do.
@Command(
    name = "webhooks",
    sortOptions = false,
    description = {
      "Lists the webhooks of an app, with how far each is behind:",
      "  ./whaleshark webhooks --app 10001",
      "or sends one a test event:",
      "  ./whaleshark webhooks --app 10001 --test backend",
      "or has it told again what happened since a time:",
      "  ./whaleshark webhooks --app 10001 --replay backend --from 2026-11-29T08:00:00Z"
    },
    footer = {
      "",
      "The admin key of the app is in --key FILE or the environment variable"
          + " WHALESHARK_ADMIN_KEY. With",
      "open login none is needed. A key is never an option: other users of the machine can see"
          + " options."
    })
final class WebhooksCommand implements Callable<Integer> {

  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);
  private static final int OK = 200;

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--test",
      paramLabel = "NAME",
      description = "Sends this webhook a test event (default none).")
  private @Nullable String test;

  @Option(
      names = "--replay",
      paramLabel = "NAME",
      description = "Has this webhook told again what happened since --from (default none).")
  private @Nullable String replay;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "The time from which on it is told again, as in 2026-11-29T08:00:00Z (no default;"
              + " needed for --replay).")
  private @Nullable String from;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if ((replay == null) != (from == null) || (replay != null && test != null)) {
      throw Usage.wrong(
          spec, "--test, --replay, --from (expected: --test, or --replay and --from, or none)");
    }
    options.require(spec);
    PrintWriter out = spec.commandLine().getOut();
    String path = "/webhooks";
    if (test != null) {
      tested(test, ask("POST", path + "/" + segment(test) + "/test", ""), out);
      return 0;
    }
    if (replay != null && from != null) {
      String body = JsonMapper.shared().createObjectNode().put("from", from).toString();
      replayed(replay, ask("POST", path + "/" + segment(replay) + "/replay", body), out);
      return 0;
    }
    list(ask("GET", path, "").path("webhooks"), out);
    return 0;
  }

  private static void tested(String name, JsonNode answer, PrintWriter out) throws IOException {
    if (!answer.path("taken").asBoolean()) {
      throw new IOException("webhook " + name + " failed: " + answer.path("reason").asString());
    }
    out.println("webhook " + name + " has taken the test event");
  }

  private static void replayed(String name, JsonNode answer, PrintWriter out) {
    out.println(
        "webhook " + name + " is told again what happened from " + text(answer, "from") + " on");
    if (answer.has("goneUpTo")) {
      out.println(
          "What happened up to "
              + text(answer, "goneUpTo")
              + " is gone: events.lost tells the webhook so");
    }
  }

  private static String text(JsonNode answer, String field) {
    return answer.path(field).asString();
  }

  private static void list(JsonNode webhooks, PrintWriter out) {
    if (webhooks.isEmpty()) {
      out.println("The app has no webhooks");
      return;
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"NAME", "HOST", "LAG", "EVENTS", "LAST ERROR"});
    webhooks.forEach(webhook -> rows.add(row(webhook)));
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]).repeat(' ', widths[i] - row[i].length() + 2);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static String[] row(JsonNode webhook) {
    String events =
        String.join(
            ",",
            StreamSupport.stream(webhook.path("events").spliterator(), false)
                .map(JsonNode::asString)
                .toList());
    return new String[] {
      text(webhook, "name"),
      text(webhook, "host"),
      webhook.path("lag").asLong() + " s",
      events,
      lastError(webhook)
    };
  }

  private static String lastError(JsonNode webhook) {
    JsonNode error = webhook.path("lastError");
    String ended = webhook.path("ended").asBoolean() ? "ended; " : "";
    return error.isMissingNode()
        ? ended + "none"
        : ended
            + text(error, "reason")
            + " at "
            + Instant.ofEpochMilli(error.path("time").asLong());
  }

  private JsonNode ask(String method, String path, String body) throws IOException {
    HttpRequest request =
        options
            .request(spec, path)
            .timeout(ANSWERED_WITHIN)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    String url = options.url(spec);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      JsonNode json = JsonMapper.shared().readTree(answer.body());
      if (answer.statusCode() != OK) {
        throw new IOException(url + ": " + text(json, "detail"));
      }
      return json;
    } catch (JacksonException e) {
      throw new IOException(url + ": no answer of Whale Shark's HTTP port", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ConnectException e) {
      throw new IOException(url + ": no server answers (expected: one that runs)", e);
    }
  }

  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
