package io.whaleshark.backend;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests of a webhook, whatever serves HTTP. It verifies a request before it reads
 * anything of it, and hands the event to the handlers. Thread-safe if the handlers are.
 */
public final class WebhookEndpoint {

  private static final int DONE = 204;
  private static final int MALFORMED = 400;
  private static final int NOT_SIGNED = 401;

  private final WebhookVerifier verifier;
  private final HandledEvents handled;
  private final List<AppEventHandler> handlers;

  /**
   * An endpoint.
   *
   * @param handled which events are done
   * @param handlers each is told of every event, in this order
   */
  public WebhookEndpoint(
      WebhookVerifier verifier, HandledEvents handled, List<? extends AppEventHandler> handlers) {
    this.verifier = verifier;
    this.handled = handled;
    this.handlers = List.copyOf(handlers);
  }

  /**
   * Takes a request.
   *
   * @param header gives the value of a header, null if there is none
   * @param body the bytes as they came
   * @return the status to answer with, without a body
   * @throws Exception of a handler: answer with a status of 500, and the event comes again
   */
  public int receive(Function<String, @Nullable String> header, byte[] body) throws Exception {
    @Nullable String id = header.apply("webhook-id");
    AppEvent event;
    try {
      verifier.verify(
          id, header.apply("webhook-timestamp"), header.apply("webhook-signature"), body);
      event = EventReader.read(String.valueOf(id), body);
    } catch (InvalidSignatureException e) {
      return NOT_SIGNED;
    } catch (MalformedJsonException e) {
      return MALFORMED;
    }
    if (!handled.contains(event.id())) {
      for (AppEventHandler handler : handlers) {
        handler.onEvent(event);
      }
      handled.add(event.id());
    }
    return DONE;
  }
}
