package io.whaleshark.server.push;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.whaleshark.testkit.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A push service on a port of the loopback, which speaks HTTP/2 over TLS and nothing else, as
/// Apple's does. It gives out access tokens, and answers each message as a test says.
public final class PushStandIn implements AutoCloseable {

  private static final int BODY_BYTES = 1 << 16;

  /// A request that arrived.
  ///
  /// @param headers with lower-case names
  /// @param nanos when, on a clock of no meaning
  public record Arrived(
      String path, Map<String, String> headers, String text, int status, long nanos) {

    /// The body as JSON.
    public JsonNode body() {
      return JsonMapper.shared().readTree(text);
    }

    /// A header.
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /// What it answers.
  public record Reply(int status, Map<String, String> headers, String body) {

    /// Without headers.
    public static Reply of(int status, String body) {
      return new Reply(status, Map.of(), body.replace('\'', '"'));
    }
  }

  private final TestCertificate certificate;
  private final SslContext tls;
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final List<Arrived> arrived = new ArrayList<>(); // guarded by this
  private final AtomicInteger tokens = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private volatile Function<Arrived, Reply> replies = _ -> Reply.of(200, "");
  private volatile Duration delay = Duration.ZERO;
  private Channel listening;
  private final int port;

  public PushStandIn(Path folder) throws Exception {
    certificate = TestCertificate.make(folder, "push", "EC", "ip:127.0.0.1,dns:localhost");
    tls =
        SslContextBuilder.forServer(certificate.certificate().toFile(), certificate.key().toFile())
            .sslProvider(SslProvider.JDK)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2))
            .build();
    listening = listen(0);
    port = ((InetSocketAddress) listening.localAddress()).getPort();
  }

  private Channel listen(int at) {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel connection) {
                connections.add(connection);
                connection.pipeline().addLast(tls.newHandler(connection.alloc()), new Negotiated());
              }
            })
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at))
        .syncUninterruptibly()
        .channel();
  }

  /// Nobody listens until [#comeBack], and all connections end.
  public void goAway() {
    listening.close().syncUninterruptibly();
    connections.close().syncUninterruptibly();
  }

  /// At the same port as before.
  public void comeBack() {
    listening = listen(port);
  }

  private final class Negotiated extends ApplicationProtocolNegotiationHandler {

    Negotiated() {
      super("none");
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
      if (!protocol.equals(ApplicationProtocolNames.HTTP_2)) {
        context.close();
        return;
      }
      context
          .pipeline()
          .addLast(
              Http2FrameCodecBuilder.forServer()
                  .initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(8))
                  .build(),
              new Http2MultiplexHandler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                      stream
                          .pipeline()
                          .addLast(
                              new Http2StreamFrameToHttpObjectCodec(true),
                              new HttpObjectAggregator(BODY_BYTES),
                              new Answering());
                    }
                  }));
    }
  }

  private final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      Reply reply = note(request);
      context
          .executor()
          .schedule(
              () -> {
                inFlight.decrementAndGet();
                context.writeAndFlush(response(reply));
              },
              delay.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private static FullHttpResponse response(Reply reply) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            Unpooled.copiedBuffer(reply.body(), StandardCharsets.UTF_8));
    reply.headers().forEach((name, value) -> response.headers().set(name, value));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    return response;
  }

  private synchronized Reply note(FullHttpRequest request) {
    Map<String, String> headers = new TreeMap<>();
    request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
    String text = request.content().toString(StandardCharsets.UTF_8);
    Arrived one = new Arrived(request.uri(), headers, text, 0, System.nanoTime());
    boolean asksForToken = one.header("content-type").startsWith("application/x-www-form");
    Reply reply =
        asksForToken
            ? Reply.of(
                200,
                "{'access_token':'access%d','expires_in':3600}".formatted(tokens.incrementAndGet()))
            : replies.apply(one);
    arrived.add(new Arrived(one.path(), headers, text, reply.status(), one.nanos()));
    return reply;
  }

  /// What it answers to a message.
  public PushStandIn answering(Function<Arrived, Reply> reply) {
    replies = reply;
    return this;
  }

  /// Forgets what arrived, and takes everything at once again.
  public synchronized void reset() {
    arrived.clear();
    mostInFlight.set(0);
    replies = _ -> Reply.of(200, "");
    delay = Duration.ZERO;
  }

  /// How long it takes to answer.
  public PushStandIn taking(Duration time) {
    delay = time;
    return this;
  }

  public String url() {
    return "https://127.0.0.1:" + port;
  }

  /// The file with the certificate that signs its own.
  public Path authority() {
    return certificate.certificate();
  }

  /// Everything that arrived, in that order.
  public synchronized List<Arrived> arrived() {
    return List.copyOf(arrived);
  }

  /// What arrived of messages, and was taken.
  public synchronized List<Arrived> taken() {
    return arrived.stream()
        .filter(each -> each.status() == 200 && !each.text().contains("grant_type="))
        .toList();
  }

  /// The most requests that it ever had at once.
  public int mostInFlight() {
    return mostInFlight.get();
  }

  /// The forms that asked for access tokens.
  public List<String> tokensAskedFor() {
    return arrived().stream()
        .map(Arrived::text)
        .filter(text -> text.contains("grant_type="))
        .map(text -> URLDecoder.decode(text, StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
