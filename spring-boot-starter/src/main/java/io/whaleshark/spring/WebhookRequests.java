package io.whaleshark.spring;

import io.whaleshark.backend.WebhookEndpoint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
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
      response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
      return;
    }
    response.setStatus(statusOf(request, body));
  }

  private int statusOf(HttpServletRequest request, byte[] body) {
    try {
      return endpoint.receive(request::getHeader, body);
    } catch (Exception e) {
      LOG.error(
          "A handler failed, so the event comes again: " + request.getHeader("webhook-id"), e);
      return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }
  }
}
