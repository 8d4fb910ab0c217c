package io.whaleshark.spring;

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
 * Takes the requests of webhooks. It reads no more of a body than the server sends, and answers
 * without the application's own rules for errors: one of them could say 200 of a failure, and the
 * event would be lost. Thread-safe.
 */
final class WebhookRequests implements HttpRequestHandler {

  private static final Log LOG = LogFactory.getLog(WebhookRequests.class);

  private final WebhookEndpoint endpoint;
  private final int bytesAtMost;

  WebhookRequests(WebhookEndpoint endpoint, DataSize sizeAtMost) {
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
      LOG.debug("A request has more than whaleshark.webhook.max-size: " + id(request));
      response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
      return;
    }
    int status = statusOf(request, body);
    if (status == HttpServletResponse.SC_BAD_REQUEST) { // signed, so nobody floods the log
      LOG.warn("A webhook cannot be read, so it comes again: " + id(request));
    }
    response.setStatus(status);
  }

  private static @Nullable String id(HttpServletRequest request) {
    return request.getHeader("webhook-id");
  }

  private int statusOf(HttpServletRequest request, byte[] body) {
    try {
      return endpoint.receive(request::getHeader, body);
    } catch (Exception | Error e) {
      LOG.error("A handler failed, so the event comes again: " + id(request), e);
      return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }
  }
}
