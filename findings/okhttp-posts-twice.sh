#!/usr/bin/env bash
# OkHttp: a message that is posted once arrives twice, if the server closes the connection between taking it and answering.
#
# With:  com.squareup.okhttp3:okhttp-jvm 5.5.1 from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-28.
# Guess: a POST is not sent again by itself once its body has gone out: HTTP allows that for GET and PUT only. What is tried again
#        is a connection that could not be opened, or was found closed before anything went out.
# Seen:  on a connection that was used before, the POST goes out whole, the server takes it and closes, and OkHttp posts it again on
#        a new connection. The call returns 200, and nothing tells of the second post. On a fresh connection it throws instead,
#        as it does on any with retryOnConnectionFailure(false). java.net.http throws.
# So:    servers that restart, or drain by closing, double the last message of each phone with an open connection. Put an id of
#        the client's into each message and know repeats by it; a test that posts once sees an exception, and no repeat.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.squareup.okhttp3</groupId><artifactId>okhttp-jvm</artifactId><version>5.5.1</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

class Probe {
  static final List<String> ARRIVED = new CopyOnWriteArrayList<>();
  static String url;

  interface Post {
    int of(String text) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    url = "http://127.0.0.1:" + server.getLocalPort() + "/messages";
    daemon(() -> accept(server));
    HttpClient other = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    probe("OkHttp, fresh connection", okHttp(new OkHttpClient()), "bye");
    probe("OkHttp, used connection", okHttp(new OkHttpClient()), "hello", "bye");
    probe("OkHttp, used connection, no retry",
        okHttp(new OkHttpClient.Builder().retryOnConnectionFailure(false).build()), "hello", "bye");
    probe("java.net.http, used connection", text -> other.send(
        request.POST(HttpRequest.BodyPublishers.ofString(text)).build(), HttpResponse.BodyHandlers.discarding()).statusCode(),
        "hello", "bye");
    System.exit(0);
  }

  static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  static Post okHttp(OkHttpClient client) {
    return text -> {
      RequestBody body = RequestBody.create(text, MediaType.get("text/plain"));
      try (Response response = client.newCall(new Request.Builder().url(url).post(body).build()).execute()) {
        return response.code();
      }
    };
  }

  static void probe(String what, Post post, String... texts) throws Exception {
    ARRIVED.clear();
    String outcome = "";
    for (String text : texts) {
      try {
        outcome = "returns " + post.of(text);
      } catch (IOException e) {
        outcome = "throws";
      }
    }
    System.out.println(what + ": the last post " + outcome + ", arrived are " + ARRIVED);
  }

  static void accept(ServerSocket server) {
    while (true) {
      try {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Takes each message and answers, but closes at the first "bye" of a probe, after taking it. */
  static void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      while (true) {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
          if (line.toLowerCase().startsWith("content-length:")) {
            length = Integer.parseInt(line.substring(15).trim());
          }
        }
        String text = new String(in.readNBytes(length));
        boolean first = !ARRIVED.contains(text);
        ARRIVED.add(text);
        if (text.equals("bye") && first) {
          return;
        }
        socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes());
      }
    } catch (IOException closed) {
      // the client went away
    }
  }

  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new IOException("closed");
      }
      line.append((char) read);
    }
    return line.toString().strip();
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
OkHttp, fresh connection: the last post throws, arrived are [bye]
OkHttp, used connection: the last post returns 200, arrived are [hello, bye, bye]
OkHttp, used connection, no retry: the last post throws, arrived are [hello, bye]
java.net.http, used connection: the last post throws, arrived are [hello, bye]
EOF
diff expected seen && echo "as noted"
