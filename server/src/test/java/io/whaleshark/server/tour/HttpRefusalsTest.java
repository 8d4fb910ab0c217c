package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: whatever is wrong with a request, its refusal is a problem document with a code. Method:
/// requests by hand, byte for byte, over a real socket; `\\n` stands for the end of a line.
class HttpRefusalsTest {

  private static final int WAIT_MILLIS = 60_000;
  private static final String LONG = "x".repeat(20_000);

  @TempDir Path folder;
  private TourServer server;

  @BeforeEach
  void start() {
    server = new TourServer(folder, Map.of("WHALESHARK_ORIGINS", "https://chat.example"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// What the server answers, up to the end of the connection; so the last request has to close it.
  private String answer(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
      socket.setSoTimeout(WAIT_MILLIS);
      String bytes = request.replace("\\n", "\r\n").replace("LONG", LONG);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "40402 | GET /nowhere HTTP/1.1\\nHost: localhost:18000\\n",
        "40000 | GET /a/../b HTTP/1.1\\nHost: localhost\\n",
        "40000 | GET /. HTTP/1.1\\nHost: localhost\\n",
        "40402 | GET /a%2f..%2fb HTTP/1.1\\nHost: localhost\\n",
        "40000 | GET /%zz HTTP/1.1\\nHost: localhost\\n",
        "40000 | GET /%ff HTTP/1.1\\nHost: localhost\\n",
        "40000 | GET /%2 HTTP/1.1\\nHost: localhost\\n",
        "40000 | GET nowhere HTTP/1.1\\nHost: localhost\\n",
        "40000 | CONNECT localhost:1 HTTP/1.1\\nHost: localhost\\n",
        "40000 | GET /health HTTP/1.1\\n",
        "40000 | GET /health HTTP/1.1\\nHost: localhost\\nHost: localhost\\n",
        "40000 | GET /health HTTP/1.1\\nHost: local host\\n",
        "40303 | GET /health HTTP/1.1\\nHost: evil.example\\n",
        "40303 | GET /health HTTP/1.1\\nHost: localhost\\nOrigin: https://evil.example\\n",
        "41400 | GET /LONG HTTP/1.1\\nHost: localhost\\n",
        "43100 | GET /health HTTP/1.1\\nHost: localhost\\nX: LONG\\n",
        "41700 | GET /health HTTP/1.1\\nHost: localhost\\nExpect: tea\\n",
        "40000 | POST /health HTTP/1.1\\nHost: localhost\\nContent-Length: x\\n",
        "40000 | POST /health HTTP/1.1\\nHost: localhost\\nContent-Length: -1\\n",
        "40000 | POST /health HTTP/1.1\\nHost: localhost\\nContent-Length: 1\\nContent-Length:"
            + " 2\\n",
        "40000 | POST / HTTP/1.1\\nHost: localhost\\nContent-Length: 1\\nTransfer-Encoding:"
            + " chunked\\n",
        "40000 | POST /health HTTP/1.1\\nHost: localhost\\nTransfer-Encoding: gzip\\n",
        "40500 | WALTZ /health HTTP/1.1\\nHost: localhost\\n",
        "40500 | POST /health HTTP/1.1\\nHost: localhost\\n",
        "40000 | G@T /health HTTP/1.1\\nHost: localhost\\n",
        "40000 | hello\\n",
        "40000 | GET /health\\n",
        "40402 | GET /nowhere HTTP/1.0\\n",
        "50500 | GET /health HTTP/2.0\\nHost: localhost\\n",
        "50500 | GET /health HTTP/1.2\\nHost: localhost\\n",
        "50500 | GET /health HTTP/01.1\\nHost: localhost\\n",
        "50500 | GET /health HTTP/11.1\\nHost: localhost\\n",
        "50500 | GET /health http/1.1\\nHost: localhost\\n",
        "50500 | GET /health HTTPS/1.1\\nHost: localhost\\n",
        "40000 | GET /health HTTP/1.1\\nHost: localhost\\nno colon\\n",
        "40000 | GET /health HTTP/1.1\\nHost : localhost\\n",
        "42600 | GET /ws HTTP/1.1\\nHost: localhost\\n",
        "40500 | POST /ws HTTP/1.1\\nHost: localhost\\n",
        "40000 | GET /v1/apps/+1/groups/g HTTP/1.1\\nHost: localhost\\n",
        "40000 | GET /v1/apps/01/groups/g HTTP/1.1\\nHost: localhost\\n",
        "40400 | GET /v1/apps/1/groups/g HTTP/1.1\\nHost: localhost\\n"
      })
  void everyRefusalIsAProblemWithItsCode(int code, String request) throws IOException {
    String answer = answer(request + "Connection: close\\n\\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 " + code / 100 + " ")
        .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
        .contains("\"status\":" + code / 100 + ",")
        .endsWith("\"code\":" + code + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "41500 | Content-Encoding: gzip",
        "41500 | Content-Type: application/json; charset=utf-16",
        "41500 | Content-Type: application/json; charset=\"ISO-8859-1\""
      })
  void whatIsNotUtf8IsNotSpoken(int code, String header) throws IOException {
    String request = "PUT /v1/apps/1/groups/g HTTP/1.1\\nHost: localhost\\nConnection: close\\n";
    assertThat(answer(request + header + "\\nContent-Length: 2\\n\\n{}"))
        .endsWith("\"code\":" + code + "}");
    String wide = new String("{}".getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1);
    assertThat(answer(request + "Content-Length: 4\\n\\n" + wide)).endsWith("\"code\":41500}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: not one length | POST / HTTP/1.1\\nORIGIN\\nContent-Length: x\\n",
        "Content-Length: not one length | POST / HTTP/1.1\\nContent-Length: -1\\nORIGIN\\n",
        "Content-Length: beside Tr | POST / HTTP/1.1\\nORIGIN\\nContent-Length:"
            + " 1\\nTransfer-Encoding: chunked\\n",
        "request: malformed | GET / HTTP/1.1\\nORIGIN\\nno colon\\n",
        "headers: too large | GET / HTTP/1.1\\nORIGIN\\nHost: localhost\\nX: LONG\\n",
        "Host: 0 headers | GET / HTTP/1.1\\nORIGIN\\n",
        "Expect: not supported | GET / HTTP/1.1\\nHost: localhost\\nORIGIN\\nExpect: tea\\n"
      })
  void brokenHeadsSayWhatIsWrongAndPagesMayRead(String detail, String head) throws IOException {
    String request = head.replace("ORIGIN", "Origin: https://chat.example");
    assertThat(answer(request + "Connection: close\\n\\n"))
        .contains("\"detail\":\"" + detail)
        .contains("\r\nAccess-Control-Allow-Origin: https://chat.example\r\n");
    assertThat(answer(request.replace("chat", "evil") + "Connection: close\\n\\n"))
        .contains("\"detail\":\"" + detail)
        .doesNotContain("Access-Control-Allow-Origin");
  }

  @Test
  void anInvalidIdHasTheNameOfItsField() {
    String group = "/v1/apps/1/groups/g";
    String pull = "/v1/message/syncOfflineMessageList";
    String tooLong = "x".repeat(129);
    assertThat(server.http("PUT", group, "{'ownerId':'" + tooLong + "'}").body())
        .contains("\"detail\":\"ownerId: 129 characters (expected: 1..128)\"");
    assertThat(
            server.http("PUT", group, "{'ownerId':'a','members':['b','" + tooLong + "']}").body())
        .contains("\"detail\":\"members[1]: 129 characters");
    assertThat(server.http("PUT", group, "{'ownerId':'a','members':['b',7]}").body())
        .contains("\"detail\":\"members[1]: not a string");
    assertThat(server.http("DELETE", group + "/members/" + tooLong, "").body())
        .contains("\"detail\":\"userId: 129 characters");
    assertThat(server.http("GET", "/v1/apps/1/groups/" + tooLong, "").body())
        .contains("\"detail\":\"groupId: 129 characters");
    assertThat(server.http("POST", pull, "{'appId':1,'operator':'" + tooLong + "'}").body())
        .contains("operator: 129 characters");
  }

  @Test
  void brokenChunksAreRefused() throws IOException {
    String request =
        "PUT /v1/apps/1/groups/g HTTP/1.1\\nHost: localhost\\nTransfer-Encoding:"
            + " chunked\\n\\nzz\\n";
    assertThat(answer(request)).startsWith("HTTP/1.1 400 ").endsWith("\"code\":40000}");
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() throws IOException {
    String request = " HTTP/1.1\\nHost: localhost\\nConnection: close\\n\\n";
    assertThat(answer("PATCH /v1/apps/1/groups/g" + request))
        .startsWith("HTTP/1.1 405 ")
        .contains("\r\nAllow: DELETE, GET, HEAD, OPTIONS, PUT\r\n");
    assertThat(answer("OPTIONS /health" + request))
        .startsWith("HTTP/1.1 204 ")
        .contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
    assertThat(answer("OPTIONS *" + request)).startsWith("HTTP/1.1 204 ");
    assertThat(answer("HEAD /health" + request))
        .startsWith("HTTP/1.1 200 ")
        .contains("content-length: 15\r\n")
        .endsWith("\r\n\r\n");
    assertThat(answer("HEAD /nowhere" + request)).startsWith("HTTP/1.1 404 ").endsWith("\r\n\r\n");
  }

  @Test
  void answersComeInTheOrderOfTheirRequests() throws IOException {
    String get = "GET %s HTTP/1.1\\nHost: localhost\\n%s\\n";
    String all =
        get.formatted("/health", "").repeat(100) + get.formatted("/no", "Connection: close\\n");
    String answers = answer(all);
    assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(101);
    assertThat(answers.lastIndexOf("HTTP/1.1 200 ")).isLessThan(answers.indexOf("HTTP/1.1 404 "));
  }

  @Test
  void whoSendsNothingMoreGetsAllAnswers() throws IOException {
    String body = "{\"appId\":1,\"operater\":\"alice\"}";
    String post =
        "POST /v1/message/syncOfflineMessageList HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
      socket.setSoTimeout(WAIT_MILLIS);
      socket.getOutputStream().write(post.repeat(100).getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(101);
    }
  }

  @Test
  void whatTheCallDoesNotKnowIsRefusedByName() {
    String group = "/v1/apps/1/groups/g";
    assertThat(server.http("PUT", group, "{'ownerId':'a','memebrs':['b']}").body())
        .contains("memebrs: unknown (expected: groupName, ownerId, members)");
    assertThat(server.http("PUT", group, "{'ownerId':'a','<b>':1}").body())
        .contains("a field: unknown");
    String pull = "/v1/message/syncOfflineMessageList";
    assertThat(server.http("POST", pull, "{'appId':1,'operator':'a','more':1}").statusCode())
        .isEqualTo(200);
    assertThat(server.http("POST", pull, "{'appId':1,'operator':'a','operater':'b'}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void listedOriginsAloneMayReadAnswers() throws IOException {
    String head = " HTTP/1.1\\nHost: localhost\\nConnection: close\\nOrigin: ";
    String preflight = "\\nAccess-Control-Request-Method: PUT\\n\\n";
    // Whatever the path: else the page would not learn that nothing is there.
    for (String path : new String[] {"/v1/apps/1/groups/g", "/health", "/nowhere"}) {
      assertThat(answer("OPTIONS " + path + head + "https://chat.example" + preflight))
          .startsWith("HTTP/1.1 204 ")
          .contains("\r\nAccess-Control-Allow-Origin: https://chat.example\r\n")
          .contains("\r\nAccess-Control-Allow-Methods: DELETE, GET, HEAD, POST, PUT\r\n")
          .contains("\r\nAccess-Control-Allow-Headers: Authorization, Content-Type\r\n");
    }
    assertThat(answer("GET /v1/apps/1/groups/g" + head + "https://chat.example\\n\\n"))
        .startsWith("HTTP/1.1 404 ")
        .contains("\r\nAccess-Control-Allow-Origin: https://chat.example\r\n");
    for (String other : new String[] {"http://localhost:1", "https://evil.example"}) {
      assertThat(answer("GET /health" + head + other + "\\n\\n"))
          .doesNotContain("Access-Control-Allow");
      assertThat(answer("OPTIONS /health" + head + other + preflight))
          .doesNotContain("Access-Control-Allow");
    }
  }
}
