package io.whaleshark.spring;

import io.whaleshark.backend.BeforeSendEndpoint;
import io.whaleshark.backend.WebhookEndpoint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import org.springframework.web.HttpRequestHandler;

/**
 * Takes the requests of webhooks, and the questions before messages are sent. It reads no more of a
 * body than the server sends, and answers without the application's own rules for errors: one of
 * them could say 200 of a failure, and the event would be lost. Thread-safe.
 */
final class WebhookRequests implements HttpRequestHandler {

  private static final Log LOG = LogFactory.getLog(WebhookRequests.class);

  /** What becomes of a request that is not too large. */
  @FunctionalInterface
  private interface Endpoint {

    Answer receive(HttpServletRequest request, byte[] body) throws Exception;
  }

  /** A status, and JSON if there is a body. */
  private static final class Answer {

    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }
  }

  private final Endpoint endpoint;
  private final int bytesAtMost;

  WebhookRequests(WebhookEndpoint endpoint, DataSize sizeAtMost) {
    this(
        (request, body) -> new Answer(endpoint.receive(request::getHeader, body), new byte[0]),
        sizeAtMost);
  }

  WebhookRequests(BeforeSendEndpoint endpoint, DataSize sizeAtMost) {
    this(
        (request, body) -> {
          BeforeSendEndpoint.Response response = endpoint.receive(request::getHeader, body);
          return new Answer(response.status(), response.body());
        },
        sizeAtMost);
  }

  private WebhookRequests(Endpoint endpoint, DataSize sizeAtMost) {
    this.endpoint = endpoint;
    this.bytesAtMost = Math.toIntExact(sizeAtMost.toBytes());
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!"POST".equals(request.getMethod())) {
      response.setHeader("Allow", "POST");
      response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    byte[] body = request.getInputStream().readNBytes(bytesAtMost);
    if (request.getInputStream().read() >= 0) {
      LOG.debug("A request has more than the max-size of its path: " + id(request));
      response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
      return;
    }
    Answer answer = answerTo(request, body);
    if (answer.status == HttpServletResponse.SC_BAD_REQUEST) { // signed, so nobody floods the log
      LOG.warn("What the server sent cannot be read: " + id(request));
    }
    response.setStatus(answer.status);
    if (answer.body.length > 0) {
      response.setContentType("application/json");
      response.setContentLength(answer.body.length);
      response.getOutputStream().write(answer.body);
    }
  }

  private static @Nullable String id(HttpServletRequest request) {
    return request.getHeader("webhook-id");
  }

  private Answer answerTo(HttpServletRequest request, byte[] body) {
    try {
      return endpoint.receive(request, body);
    } catch (Exception | Error e) {
      LOG.error("A handler failed, and the server is told so: " + id(request), e);
      return new Answer(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, new byte[0]);
    }
  }
}
