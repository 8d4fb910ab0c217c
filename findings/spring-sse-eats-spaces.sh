#!/usr/bin/env bash
# Spring WebFlux: of a text that is streamed word by word as server-sent events, all spaces are lost: "see you at six" is "seeyouatsix".
#
# With:  org.springframework:spring-webflux and spring-context 6.2.14 and io.projectreactor.netty:reactor-netty-http 1.2.12 from Maven
#        Central; Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: a Flux of texts that is answered as text/event-stream arrives as these texts; what the format needs is done by the framework, as
#        it does for texts of several lines, which arrive whole.
# Seen:  the writer puts "data:" in front and no space, and the format says that a reader takes one space away: " you" is read as "you",
#        by Spring's own WebClient as well. Code that is indented loses a column in each of its lines, and an empty text does not
#        arrive at all. In JSON objects all of them arrive.
# So:    answers of a bot that come in pieces run together, and quoted code shifts, only in messages whose pieces begin with a space. Send
#        objects, not bare texts, and let the test stream " a" and an empty piece.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-webflux</artifactId><version>6.2.14</version></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-context</artifactId><version>6.2.14</version></dependency>
    <dependency>
      <groupId>io.projectreactor.netty</groupId><artifactId>reactor-netty-http</artifactId><version>1.2.12</version>
    </dependency>
    <dependency>
      <groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.20.1</version>
    </dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class Probe {
  record Piece(String text) {}

  static final List<String> PIECES = List.of("see", " you", " at", "", " six:\n  x = 6\n  y = 7");

  public static void main(String[] arguments) {
    var routes = RouterFunctions.route()
        .GET("/texts", request -> ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM)
            .body(Flux.fromIterable(PIECES), String.class))
        .GET("/objects", request -> ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM)
            .body(Flux.fromIterable(PIECES).map(Piece::new), Piece.class))
        .build();
    DisposableServer server = HttpServer.create().host("127.0.0.1").port(0)
        .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes))).bindNow();
    WebClient client = WebClient.create("http://127.0.0.1:" + server.port());
    List<String> texts = client.get().uri("/texts").retrieve().bodyToFlux(String.class).collectList().block();
    List<String> objects =
        client.get().uri("/objects").retrieve().bodyToFlux(Piece.class).map(Piece::text).collectList().block();
    show("sent", PIECES);
    show("as texts", texts);
    show("as objects", objects);
    System.exit(0);
  }

  static void show(String how, List<String> pieces) {
    System.out.println(how + ": " + pieces.size() + " pieces, \"" + String.join("", pieces).replace("\n", "\\n") + '"');
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
sent: 5 pieces, "see you at six:\n  x = 6\n  y = 7"
as texts: 4 pieces, "seeyouatsix:\n x = 6\n y = 7"
as objects: 5 pieces, "see you at six:\n  x = 6\n  y = 7"
EOF
diff expected seen && echo "as noted"
