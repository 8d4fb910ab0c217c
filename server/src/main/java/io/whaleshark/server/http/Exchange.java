package io.whaleshark.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.RefusalCode;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// One request and its answer. It runs on its own thread, which may block.
///
/// An answer is sent in pieces; each piece waits until the one before is written. So even a large
/// answer uses a bounded amount of memory, however slowly the client reads. A client that reads a
/// piece too slowly is disconnected (P10).
final class Exchange implements Runnable {

  private static final int PIECE_BYTES = 32 << 10;
  private static final int NO_CONTENT = 204;
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  /// The date format of RFC 9110, 5.6.7: unlike Java's RFC 1123 format, it has a two-digit day.
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// If the body behind a refusal is larger than this, the connection is closed.
  static final int DISCARDED_BYTES = 8 << 20;

  private final HttpPort port;
  private final HttpConnection connection;
  private final HttpRequest head;
  private final RequestBody body;
  private boolean closes;

  Exchange(HttpPort port, HttpConnection connection, HttpRequest head, RequestBody body) {
    this.port = port;
    this.connection = connection;
    this.head = head;
    this.body = body;
    this.closes = !HttpUtil.isKeepAlive(head);
  }

  /// Returns the refusal for a head that could not be parsed.
  private static Problem unreadable(HttpRequest head) {
    return switch (head.decoderResult().cause()) {
      case TooLongHttpLineException _ ->
          new Problem(
              RefusalCode.TARGET_TOO_LONG,
              "request line: too long (expected: at most " + RequestReader.HEAD_BYTES + " bytes)");
      case TooLongHttpHeaderException _ ->
          new Problem(
              RefusalCode.HEADERS_TOO_LARGE,
              "headers: too large (expected: at most " + RequestReader.HEAD_BYTES + " bytes)");
      case RequestReader.UnknownVersion _ ->
          new Problem(
              RefusalCode.UNSUPPORTED_VERSION,
              "version: not supported (expected: HTTP/1.1 or HTTP/1.0)");
      case HttpConnection.HeadIsLate _ ->
          new Problem(RefusalCode.TOO_SLOW, "head: arrives too slowly");
      default -> new Problem(RefusalCode.MALFORMED, fault(head.headers()));
    };
  }

  private static String fault(HttpHeaders headers) {
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (!lengths.isEmpty() && headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      return "Content-Length: beside Transfer-Encoding (expected: one of them)";
    }
    boolean areLengths = lengths.stream().allMatch(text -> LENGTH.matcher(text).matches());
    return lengths.size() > 1 || !areLengths
        ? "Content-Length: not one length (expected: one header, a number of bytes)"
        : "request: malformed (expected: an HTTP/1.1 head)";
  }

  @Override
  public void run() {
    boolean isDone = false;
    boolean isTaken = port.take();
    try {
      ChannelFuture sent = send(isTaken ? answer() : refuseAtEnd());
      isDone = true;
      if (isTaken) {
        sent.addListener(_ -> port.done());
      }
    } catch (IOException _) {
      // The client disconnected or does not read: nobody can receive the answer.
    } catch (RuntimeException failure) {
      port.failed(failure);
    } finally {
      if (!isDone) {
        connection.channel().close();
        if (isTaken) {
          port.done();
        }
      }
    }
  }

  private Response answer() throws IOException {
    if (head.decoderResult().isFailure()) {
      closes = true;
      return refusal(unreadable(head));
    }
    ServerRequest request;
    try {
      request = ServerRequest.of(head, connection.channel().remoteAddress(), body);
    } catch (Problem problem) {
      closes = true;
      return refusal(problem);
    }
    String expected = request.header("Expect");
    if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
      return refusal(
          new Problem(
              RefusalCode.EXPECTATION_FAILED,
              "Expect: not supported (expected: 100-continue, or none)"));
    }
    return port.application().answer(request);
  }

  private Response refuseAtEnd() {
    closes = true;
    return refusal(new Problem(RefusalCode.RETRY_LATER, "the server is shutting down"));
  }

  private Response refusal(Problem problem) {
    return port.application().refusal(head.headers(), problem);
  }

  /// Sends an answer. When this returns, its last part is queued.
  private ChannelFuture send(Response response) throws IOException {
    closes |= isRestLost();
    ChannelFuture sent =
        switch (response.body()) {
          case Response.Upgrade() -> connection.upgrade(head);
          case Response.Whole(Bytes bytes, Runnable written) -> {
            try {
              yield whole(response, bytes.array());
            } finally {
              written.run();
            }
          }
          case Response.Pieces(Iterator<byte[]> pieces, Runnable written) -> {
            try {
              yield pieces(response, pieces);
            } finally {
              written.run();
            }
          }
        };
    if (!(response.body() instanceof Response.Upgrade)) {
      connection.answered(sent, closes);
    }
    return sent;
  }

  /// Returns whether the rest of the request's body will not arrive, or is not waited for.
  private boolean isRestLost() {
    boolean waitsToBeAsked = HttpUtil.is100ContinueExpected(head) && !body.wasAsked();
    return body.hasFailed()
        || (!body.hasArrived() && (waitsToBeAsked || body.length() > DISCARDED_BYTES));
  }

  private ChannelFuture whole(Response response, byte[] bytes) throws IOException {
    Channel channel = connection.channel();
    HttpHeaders headers = headers(response);
    if (response.status() != NO_CONTENT) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    }
    HttpResponseStatus status = HttpResponseStatus.valueOf(response.status());
    if (bytes.length <= PIECE_BYTES || isHead()) {
      var content = isHead() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes);
      var message = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
      message.headers().set(headers);
      return channel.writeAndFlush(message);
    }
    channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers));
    for (int from = 0; from < bytes.length; from += PIECE_BYTES) {
      int count = Math.min(PIECE_BYTES, bytes.length - from);
      onSocket(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes, from, count)));
    }
    return channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  private ChannelFuture pieces(Response response, Iterator<byte[]> pieces) throws IOException {
    Channel channel = connection.channel();
    HttpHeaders headers = headers(response);
    boolean inChunks = head.protocolVersion().minorVersion() > 0;
    if (isHead()) {
      inChunks = false;
    } else if (inChunks) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    } else {
      closes = true; // the end of the connection ends the answer
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    HttpResponse message =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()), headers);
    channel.write(message);
    while (!isHead() && pieces.hasNext()) {
      onSocket(new DefaultHttpContent(Unpooled.wrappedBuffer(pieces.next())));
    }
    return channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  private boolean isHead() {
    return head.method().equals(HttpMethod.HEAD);
  }

  private HttpHeaders headers(Response response) {
    HttpHeaders headers = new DefaultHttpHeaders();
    response.headers().forEach(header -> headers.add(header.name(), header.value()));
    headers.set(HttpHeaderNames.DATE, DATE.format(port.clock().instant()));
    if (closes) {
      headers.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (head.protocolVersion().minorVersion() == 0) {
      headers.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return headers;
  }

  /// Waits until a piece is written to the socket.
  private void onSocket(Object piece) throws IOException {
    ChannelFuture written = connection.channel().writeAndFlush(piece);
    try {
      if (!written.await(port.patience().toMillis()) || !written.isSuccess()) {
        throw new IOException("the client disconnected or does not read", written.cause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
