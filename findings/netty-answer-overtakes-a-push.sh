#!/usr/bin/env bash
# Netty: a message that another thread has written to a connection is overtaken by an answer that is written after it.
#
# With:  io.netty:netty-transport 4.2.13.Final from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-28.
# Guess: writeAndFlush may be called from any thread, and a connection keeps the order of the calls: when the call for a push has
#        returned before the call for an answer begins, the push is in front of the answer.
# Seen:  a call from another thread only leaves a task for the thread of the connection; a call by that thread itself, as in a handler,
#        writes at once. So whatever a handler writes passes all pushes that wait for it to end. If the handler hands its answer
#        to the same queue (executor().execute), the order is that of the calls.
# So:    a client that gets "you are up to 7" before the push of 7 asks for it again, or takes the push for a repeat. Let all that
#        has an order within a connection go one way: all by tasks, or all from the thread of the connection. A test in which
#        the thread of the connection is idle sees the order of the calls.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.netty</groupId><artifactId>netty-transport</artifactId><version>4.2.13.Final</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

class Probe {
  static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(2, LocalIoHandler.newFactory());
  static final ExecutorService OTHER = Executors.newSingleThreadExecutor();

  public static void main(String[] arguments) throws Exception {
    probe("answered at once", Channel::writeAndFlush);
    probe("answered by a task", (channel, answer) -> channel.eventLoop().execute(() -> channel.writeAndFlush(answer)));
    System.exit(0);
  }

  static void probe(String what, BiConsumer<Channel, String> answer) throws Exception {
    LocalAddress address = new LocalAddress(what);
    new ServerBootstrap().group(LOOPS).channel(LocalServerChannel.class).childHandler(new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        OTHER.submit(() -> { context.channel().writeAndFlush("push of 7"); }).get(); // that call has returned now
        answer.accept(context.channel(), "you are up to 7");
      }
    }).bind(address).sync();
    List<Object> got = new CopyOnWriteArrayList<>();
    CountDownLatch both = new CountDownLatch(2);
    Channel client = new Bootstrap().group(LOOPS).channel(LocalChannel.class).handler(new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        got.add(message);
        both.countDown();
      }
    }).connect(address).sync().channel();
    client.writeAndFlush("where am I?").sync();
    both.await(20, TimeUnit.SECONDS);
    System.out.println(what + ": the client gets " + got);
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
answered at once: the client gets [you are up to 7, push of 7]
answered by a task: the client gets [push of 7, you are up to 7]
EOF
diff expected seen && echo "as noted"
