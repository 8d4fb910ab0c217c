package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.protocol.BatchBody;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.server.transfer.ExportedLines;
import io.whaleshark.server.transfer.LineReader;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/// The HTTP routes by which whole conversations come from another system, and go there. The app's
/// backend alone may use them.
final class TransferRoutes {

  private static final int LINES_AT_MOST = 500;
  private static final String LINES_TYPE = "application/jsonl";
  private static final int OK = 200;
  private static final int ANSWER_BYTES = 1 << 10;

  private final Node node;
  private final AppCalls calls;
  private final Bodies bodies;
  private final IntFunction<AppPolicy> policies;
  private final int messageBytesAtMost;
  private final Clock clock;
  private final Pages pages = new Pages();

  /// What an export reads stands still in the store until it ends.
  private final Semaphore exports = new Semaphore(1);

  TransferRoutes(
      Node node,
      Access access,
      Bodies bodies,
      IntFunction<AppPolicy> policies,
      int messageBytesAtMost,
      Clock clock) {
    this.node = node;
    this.calls = new AppCalls(node, access);
    this.bodies = bodies;
    this.policies = policies;
    this.messageBytesAtMost = messageBytesAtMost;
    this.clock = clock;
  }

  void add(Router router) {
    router.add("POST", AppCalls.APP + "/import", this::take);
    router.add("GET", AppCalls.APP + "/export", this::give);
  }

  private Response take(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    Response.Whole answer =
        bodies.largeBytes(request, body -> pages.give(() -> results(read(app, body))));
    return Response.of(OK, JsonResponse.TYPE, answer);
  }

  private ImportRequests read(int app, byte[] body) {
    JsonBody.refuseOtherEncodings(body);
    LineReader reader = new LineReader(app, messageBytesAtMost, clock);
    long keptFrom = clock.instant().minus(policies.apply(app).retention()).toEpochMilli();
    ImportRequests lines = new ImportRequests(reader, keptFrom);
    try {
      BatchBody.elements(body, "lines", LINES_AT_MOST).forEach(line -> lines.add(line.array()));
    } catch (ProtocolException e) {
      throw new Problem(e.code(), e.detail());
    }
    return lines;
  }

  private byte[] results(ImportRequests lines) {
    lines.ask(calls);
    JsonWriter json = new JsonWriter(ANSWER_BYTES);
    json.startObject().name("results").startArray();
    lines.write(json);
    return json.endArray().endObject().toBytes();
  }

  private Response give(ServerRequest request) {
    int app = calls.administered(request);
    if (!exports.tryAcquire()) {
      throw new Problem(RefusalCode.RETRY_LATER, "export: another one is under way, retry");
    }
    Contents contents;
    try {
      contents = node.engine().contents();
    } catch (RuntimeException e) {
      exports.release();
      throw e;
    }
    try {
      var lines =
          new ExportedLines(app, contents, node.engine(), policies.apply(app).receipts(), clock);
      return Response.of(
          OK, LINES_TYPE, new Response.Pieces(new ExportPieces(lines), () -> end(contents)));
    } catch (RuntimeException e) {
      end(contents);
      throw e;
    }
  }

  private void end(Contents contents) {
    try {
      contents.close();
    } finally {
      exports.release();
    }
  }
}
