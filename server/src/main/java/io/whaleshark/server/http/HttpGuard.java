package io.whaleshark.server.http;

import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.auth.Origins;
import io.whaleshark.server.limits.Rates;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Refuses what comes too often, or while the server ends, and requests of web pages that are not
/// allowed, before anything looks at them. Thread-safe.
final class HttpGuard extends Handler.Wrapper {

  private static final int FORBIDDEN = 403;

  private final Origins origins;
  private final Rates rates;
  private final BooleanSupplier ends;

  /// @param ends whether the server takes no more requests
  HttpGuard(Origins origins, Rates rates, BooleanSupplier ends) {
    this.origins = origins;
    this.rates = rates;
    this.ends = ends;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    long wait = rates.takeHttpRequest(request.getConnectionMetaData().getRemoteSocketAddress());
    if (wait > 0) {
      refuse(response, callback, Problem.tooMany("requests: too many from your address", wait));
      return true;
    }
    if (ends.getAsBoolean()) {
      refuse(response, callback, new Problem(RefusalCode.RETRY_LATER, "the server is closing"));
      return true;
    }
    HttpFields headers = request.getHeaders();
    if (!origins.allow(headers.get(HttpHeader.ORIGIN), headers.get(HttpHeader.HOST))) {
      String title = "Origin or Host: not allowed (expected: one of origins)";
      refuse(response, callback, FORBIDDEN, Problem.document(FORBIDDEN, title));
      return true;
    }
    return super.handle(request, response, callback);
  }

  private static void refuse(Response response, Callback callback, Problem problem) {
    response.getHeaders().put(HttpHeader.RETRY_AFTER, problem.retryAfterSeconds());
    refuse(response, callback, problem.status(), problem.document());
  }

  private static void refuse(Response response, Callback callback, int status, byte[] document) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, HttpApi.PROBLEM);
    response.write(true, ByteBuffer.wrap(document), callback);
  }
}
