package io.whaleshark.backend;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a backend may ask about the webhooks of its app. Thread-safe. */
public final class WebhookCalls {

  private final HttpCalls calls;

  WebhookCalls(HttpCalls calls) {
    this.calls = calls;
  }

  /** All webhooks of the app, by name. */
  public List<WebhookState> list() {
    return calls.ask(
        "GET", "/webhooks", null, fields -> fields.objects("webhooks", WebhookState::of));
  }

  /**
   * Has the server send a test event to a webhook, in one attempt. It takes at most ten seconds.
   *
   * @return why it failed; empty if the receiver has taken it
   */
  public Optional<String> test(String name) {
    return calls.ask(
        "POST",
        HttpCalls.path("webhooks", name, "test"),
        null,
        fields ->
            fields.flag("taken")
                ? Optional.<String>empty()
                : Optional.of(fields.text("reason", "")));
  }

  /**
   * Has a webhook told again what happened from a time on, with the same ids as before. One that
   * has ended is told again, too.
   */
  public WebhookReplay replay(String name, Instant from) {
    Map<String, ?> body = Map.of("from", from.toString());
    return calls.ask("POST", HttpCalls.path("webhooks", name, "replay"), body, WebhookReplay::of);
  }
}
